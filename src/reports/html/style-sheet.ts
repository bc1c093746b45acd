/** The look of the report: dense and calm on the screen, plain on A4. */

const light =
  '--paper:#fff;--ink:#1a1f25;--soft:#56606c;--rule:#d8dde3;--panel:#f4f6f8;--accent:#1d4f63;--good:#22663f;--good-panel:#eaf4ee;--warn:#8a5300;--warn-panel:#fdf3e1;--bad:#a3211a;--bad-panel:#fcebe9;--bar:#9fb7c2';
const dark =
  '--paper:#14181c;--ink:#e2e6ea;--soft:#9aa5b1;--rule:#333b44;--panel:#1d2329;--accent:#8cc3d8;--good:#86cfa3;--good-panel:#16291f;--warn:#eab565;--warn-panel:#2e2413;--bad:#f19a92;--bad-panel:#341b19;--bar:#4a6a78';

const screen = `
*{box-sizing:border-box}
@font-face{font-family:Latin;src:local("Segoe UI"),local("Noto Sans"),local("DejaVu Sans"),local("Arial");unicode-range:U+0021-007E,U+00A1-024F}
@font-face{font-family:Latin;font-weight:700;src:local("Segoe UI Bold"),local("Noto Sans Bold"),local("DejaVu Sans Bold"),local("Arial Bold");unicode-range:U+0021-007E,U+00A1-024F}
body{margin:0 auto;padding:28px 32px 40px;max-width:1200px;background:var(--paper);color:var(--ink);font:14px/1.5 "Segoe UI","Noto Sans","DejaVu Sans",system-ui,sans-serif}
html[lang=ur] body{font-family:Latin,"Noto Nastaliq Urdu","Jameel Noori Nastaleeq","Urdu Typesetting",serif}
:where(html[lang=ur]) :where([dir=ltr],bdi:dir(ltr)){font-family:"Segoe UI","Noto Sans","DejaVu Sans","Noto Nastaliq Urdu","Jameel Noori Nastaleeq",sans-serif}
html[lang=ur] body{line-height:2.15}
a{color:var(--accent);text-decoration:none}a:hover{text-decoration:underline}a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
h1,h2,h3,h4{line-height:1.3;margin:0;font-weight:600;text-wrap:balance}
html[lang=ur] :is(h1,h2,h3,h4){line-height:2}
h1{font-size:26px}h2{font-size:18px;color:var(--accent);border-bottom:1px solid var(--rule);padding-bottom:5px;margin-bottom:12px}h3{font-size:15px;margin:18px 0 6px}
p{margin:0 0 10px;max-width:105ch}ul{margin:0 0 10px;padding-inline-start:20px}
section{margin-top:34px}
code,.path,.time,.num,pre{font-family:"Cascadia Mono",Consolas,"DejaVu Sans Mono","Noto Sans Mono",monospace;line-height:1.5}
code,.path,.time{font-size:.86em}
code{overflow-wrap:anywhere}
.path{overflow-wrap:anywhere;unicode-bidi:isolate}
.path bdi{font-family:"Segoe UI","Noto Sans","Noto Naskh Arabic","Noto Nastaliq Urdu",sans-serif;font-size:1.08em}
.esc{color:var(--bad);font-weight:700}
.time{white-space:nowrap;display:inline-block;margin-inline-end:.5em}.id{white-space:nowrap}.local{color:var(--soft)}
i{font-style:normal;color:var(--warn)}
.none,.soft{color:var(--soft)}
header.opening{border-top:5px solid var(--accent);padding-top:18px}
.over{color:var(--soft);font-size:13px;display:flex;justify-content:space-between;gap:20px;flex-wrap:wrap}
.facts{display:grid;grid-template-columns:repeat(3,1fr);gap:10px 28px;margin:18px 0 0}
.facts div{min-width:0}.facts .wide{grid-column:1/-1}
dt,.label{color:var(--soft);font-size:12px}dd{margin:0;overflow-wrap:anywhere}
header.opening>h2{margin:18px 0 6px;font-size:15px;padding-bottom:2px}.brief{table-layout:fixed;margin:0}.brief .w-source{width:34%}.brief .w-count{width:84px}.brief code{font-size:.8em}
.look{display:grid;grid-template-columns:repeat(3,1fr);gap:0 28px;margin:0;padding:0;list-style:none;font-size:13px}.look li{display:flex;justify-content:space-between;gap:8px;border-bottom:1px solid var(--rule)}
header.opening .anchor{grid-template-columns:minmax(0,1fr) 130px}header.opening .qr{width:130px;height:130px}header.opening .anchor dl{grid-template-columns:1fr 1fr;gap:6px 24px}header.opening .anchor dl div:first-child{grid-column:1/-1}
.contents{display:flex;flex-wrap:wrap;gap:4px 18px;margin:20px 0 0;padding:8px 0;border-block:1px solid var(--rule);font-size:13px}
.banner{margin-top:18px;padding:12px 16px;border:1px solid;border-inline-start-width:6px;border-radius:3px}
.banner h2{border:0;margin:0 0 4px;padding:0;font-size:16px;color:inherit}.banner p,.banner ul{margin-bottom:0;color:var(--ink)}
.bad{color:var(--bad);background:var(--bad-panel)}.warn{color:var(--warn);background:var(--warn-panel)}.good{color:var(--good);background:var(--good-panel)}
.figures{display:grid;grid-template-columns:repeat(10,1fr);gap:1px;margin-top:18px;background:var(--rule);border:1px solid var(--rule)}
.figures div{background:var(--paper);padding:9px 10px;min-width:0}
.figures b{display:block;font-size:19px;font-weight:600;font-variant-numeric:tabular-nums;line-height:1.3;white-space:nowrap}.figures .label{line-height:1.35;display:block}
html[lang=ur] .figures .label{line-height:2}
.figures .zero b{color:var(--soft);font-weight:400}.figures .warn b,.figures .warn .label{color:var(--warn)}.figures .bad b,.figures .bad .label{color:var(--bad)}
.figures .warn{background:var(--warn-panel)}.figures .bad{background:var(--bad-panel)}
table{border-collapse:collapse;width:100%;margin:0 0 12px;font-size:13px}
th{color:var(--soft);font-weight:600;font-size:12px;text-align:start;vertical-align:bottom;border-bottom:1.5px solid var(--soft);padding:4px 10px 4px 0}
td{vertical-align:baseline;border-bottom:1px solid var(--rule);padding:4px 10px 4px 0;overflow-wrap:break-word}
th:last-child,td:last-child{padding-inline-end:0}
[dir=rtl] :is(th,td){padding:4px 0 4px 10px}
.num{text-align:end;white-space:nowrap;font-size:12.5px;font-variant-numeric:tabular-nums;overflow-wrap:normal}
th.num{font-family:inherit;white-space:normal}
td.gap{color:var(--bad);font-weight:600}td.part{color:var(--warn);font-weight:600}td.zero{color:var(--soft)}
.narrow{max-width:720px}
.fixed{table-layout:fixed}.w-id{width:44px}.w-detail{width:24%}.w-type{width:22%}.w-size{width:118px}
.two{display:grid;grid-template-columns:1fr 1fr;gap:0 36px}.two>*{min-width:0}
.bar{display:flex;height:10px;margin:0 0 10px;background:var(--panel);border:1px solid var(--rule)}.bar span{display:block;min-width:2px}
.bar .s-done{background:var(--good)}.bar .s-not-applicable,.bar .s-skipped{background:var(--bar)}.bar .s-partial,.bar .s-timed-out{background:var(--warn)}.bar .s-failed{background:var(--bad)}.bar .s-pending{background:repeating-linear-gradient(135deg,var(--bad) 0 3px,transparent 3px 6px)}
.group{margin-top:18px}.group h3{display:flex;gap:10px;align-items:baseline;margin:0 0 2px}.group h3 .num{font-size:13px;color:var(--soft);font-weight:400}
.group p{color:var(--soft);font-size:13px;margin-bottom:6px}
.tag{display:inline-block;border:1px solid;border-radius:3px;padding:0 5px;font-size:12px;line-height:1.5}
html[lang=ur] .tag{line-height:1.9}
.anchor{display:grid;grid-template-columns:minmax(0,1fr) 190px;gap:24px;align-items:start}
.anchor dl{margin:0;display:grid;gap:8px}.anchor code{font-size:13px}.head code{font-size:15px;letter-spacing:.03em}
.qr{width:190px;height:190px;border:1px solid var(--rule)}
.keep{border:1.5px solid var(--accent);padding:12px 16px;margin:14px 0}.keep h3{margin:0 0 4px}.keep p{margin:0}
pre{background:var(--panel);border:1px solid var(--rule);padding:7px 10px;margin:2px 0 10px;font-size:12.5px;white-space:pre-wrap;overflow-wrap:anywhere;text-align:left}
.sign{display:grid;grid-template-columns:1fr 1fr;gap:40px}.sign h3{margin-top:0}.sign div div{border-bottom:1px solid var(--soft);height:42px;margin-bottom:2px}
footer{display:flex;flex-wrap:wrap;gap:4px 24px;margin-top:36px;padding-top:10px;border-top:1px solid var(--rule);color:var(--soft);font-size:12px}
.pager{display:flex;flex-wrap:wrap;gap:6px 18px;align-items:baseline;margin:14px 0;font-size:13px}.pager .off{color:var(--rule)}.pager .here{margin-inline-start:auto;color:var(--soft)}
.list td{padding-block:6px}.list .no{width:62px}.list .when{width:430px}
.list td>.path{font-weight:600;font-size:13px}
.src{color:var(--soft);margin-inline-end:.4em}[dir=rtl] .ltr{text-align:right}
.meta{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 14px;color:var(--soft);font-size:12.5px}
.sums{font-size:11.5px;color:var(--soft);line-height:1.45}.sums code{font-size:1em}
.art,.obs,.raw{font-size:12.5px;line-height:1.5;margin-top:2px}.art b,.obs b{font-weight:600}.art b,.obs>b{color:var(--soft)}
html[lang=ur] :is(.obs,.meta){line-height:2}
.obs.w{color:var(--warn)}.obs.f{color:var(--bad)}
.clock{display:grid;grid-template-columns:auto auto auto;gap:0 12px;justify-content:start;font-size:12px;align-items:baseline}.clock .label{font-size:11.5px}.clock .time{font-size:11.5px}.clock i{grid-column:3}
html[lang=ur] .clock .label{line-height:1.9}
:target{background:var(--warn-panel)}
@media (max-width:900px){body{padding:16px}.facts,.two,.sign{grid-template-columns:1fr 1fr}.figures{grid-template-columns:repeat(5,1fr)}.list .when{width:auto}.anchor{grid-template-columns:1fr}}
.exhibit{border:1px solid var(--rule);padding:12px 14px;margin:0 0 18px}.exhibit h3{margin:0 0 6px}.exhibit img{display:block;max-width:min(100%,480px);height:auto;margin:8px 0;border:1px solid var(--rule)}.excerpt{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--panel);padding:8px 10px;max-height:none;font-size:12px;text-align:start}
.known{table-layout:fixed;margin:8px 0 0;font-size:12.5px}.known .w-field{width:24%}.known .w-basis{width:32%}.known tbody th{font-size:inherit;vertical-align:baseline;border-bottom:1px solid var(--rule);font-weight:400}.known td{overflow-wrap:anywhere;line-height:1.55}.known .of th{padding-top:12px;color:var(--accent);font-weight:600;border-bottom-color:var(--soft)}.known .of code{font-weight:400;color:var(--soft)}.known .basis{color:var(--soft);font-size:12px}
html[lang=ur] .known :is(th,td){line-height:1.95}
`;

const print = `
@media print{:root{color-scheme:light;${light}}
body{max-width:none;padding:0;font-size:9.5pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.contents,.pager a,.pager .off{display:none}
h1{font-size:18pt}h2{font-size:13pt}h3{font-size:10.5pt}table{font-size:8.5pt}th,.label,dt{font-size:7.5pt}section{margin-top:16pt}
thead{display:table-header-group}tr,.banner,.keep,.anchor,.sign,.figures,.facts div{break-inside:avoid}h2,h3,.group>p{break-after:avoid}p{break-inside:avoid}.num,th.num{font-size:7.8pt}td,th{padding-inline-end:5pt}
.figures{grid-template-columns:repeat(10,1fr)}.figures b{font-size:12pt}.figures div{padding:5pt}
a{color:inherit}
.list .no{width:26pt}.list .when{width:186pt}.pager{font-size:8pt;margin:6pt 0}.list td>.path{font-size:8pt}.meta,.art,.obs,.raw{font-size:7.5pt}.sums{font-size:6pt}.clock{gap:0 4pt}.clock,.clock .time,.clock .label{font-size:6pt}.clock .time{margin:0}
.exhibit{border:0;padding:0}.exhibit img{max-height:90mm}.likeness,.exhibit img{break-inside:avoid}.exhibit h3{break-after:avoid}.exhibit+.exhibit{break-before:page}.known,.known .basis{font-size:8pt}.known .of{break-after:avoid}
main{break-before:page}main>section:first-child{margin-top:0}html[lang=ur] main>section:first-child{padding-top:8pt}header.opening{padding-top:6pt;border-top-width:3pt;break-inside:avoid}header.opening h1{font-size:14pt}header.opening td,header.opening th{padding-block:2pt}.facts dd,header.opening td,header.opening code{line-height:1.45}.over{font-size:8pt}.banner{margin-top:6pt;padding:4pt 8pt}.banner h2{font-size:9.5pt;margin:0}.banner :is(p,li){font-size:8pt}.figures{margin-top:6pt}.figures .label{font-size:6.5pt}.facts{grid-template-columns:repeat(3,1fr);gap:4pt 14pt;margin-top:7pt;font-size:8.5pt}header.opening>h2{font-size:9.5pt;margin:8pt 0 2pt}header.opening table{font-size:7.5pt}.brief .w-count{width:38pt}.look{font-size:8pt}header.opening .anchor{grid-template-columns:minmax(0,1fr) 26mm}header.opening .qr{width:26mm;height:26mm}header.opening .anchor dl{gap:2pt 14pt}
html[lang=ur] header.opening{line-height:1.6;zoom:.93}html[lang=ur] header.opening>:is(h1,h2){line-height:1.6;margin-top:5pt}html[lang=ur] header.opening :is(dd,td,th,li,p,.label,dt){line-height:1.55}html[lang=ur] header.opening .banner{padding-block:1pt}html[lang=ur] header.opening .facts{gap:1pt 14pt}
.qr{width:42mm;height:42mm}.anchor{grid-template-columns:minmax(0,1fr) 42mm}.anchor code{font-size:8pt}.head code{font-size:9pt}
}
`;

/**
 * The style sheet. `footer` stands at the foot of every printed page beside its number, so that each sheet
 * carries the audit head; it may hold letters, digits, spaces, dots, dashes and middle dots only.
 */
export function styleSheet(footer: string): string {
  const page = `@page{size:A4;margin:14mm 13mm 16mm;@bottom-left{content:"${footer}";font:6pt monospace;color:#56606c}@bottom-right{content:counter(page) " / " counter(pages);font:8pt sans-serif;color:#56606c}}`;
  return `${page}:root{color-scheme:light dark;${light}}@media (prefers-color-scheme:dark){:root{${dark}}}${screen}${print}`;
}
