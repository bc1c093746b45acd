/** The interface over the engine in memory. The address says how it is set: `?items=3000&language=ur&theme=dark&run=running`. */
import type { HostApi } from '../../../src/contract/host-api.ts';
import { EngineError } from '../../../src/model/error.ts';
import { mountInterface } from '../../../src/renderer/app/mount.tsx';
import { createFixtureEngine, type FixtureSetting } from '../fixture-engine.ts';

const asked = new URLSearchParams(window.location.search);

/** A picture that differs by its seed: a sky, a ground and some things. */
async function drawPicture(seed: number, edge: number, greyScale: boolean): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = new OffscreenCanvas(edge, Math.round(edge * (seed % 3 === 0 ? 1.3 : 0.75)));
  const context = canvas.getContext('2d');
  if (context === null) return new Uint8Array();
  if (greyScale) context.filter = 'grayscale(1)';
  const sky = context.createLinearGradient(0, 0, 0, canvas.height);
  sky.addColorStop(0, `hsl(${seed % 360} 45% 62%)`);
  sky.addColorStop(1, `hsl(${(seed * 7) % 360} 35% 78%)`);
  context.fillStyle = sky;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = `hsl(${(seed * 3) % 360} 30% 34%)`;
  context.fillRect(0, canvas.height * 0.68, canvas.width, canvas.height);
  for (let thing = 0; thing < 5; thing += 1) {
    context.fillStyle = `hsl(${(seed * (thing + 2)) % 360} 50% ${30 + thing * 10}%)`;
    context.beginPath();
    context.arc(
      (((seed >> thing) % 97) / 97) * canvas.width,
      canvas.height * (0.45 + (((seed >> (thing + 3)) % 31) / 31) * 0.4),
      edge * (0.04 + thing * 0.02),
      0,
      7,
    );
    context.fill();
  }
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return new Uint8Array(await blob.arrayBuffer());
}

const setting: FixtureSetting = {
  items: Number(asked.get('items') ?? 3000),
  open: asked.get('case') !== 'none',
  run: (asked.get('run') ?? 'none') as FixtureSetting['run'],
  settings: Object.fromEntries(
    ['language', 'theme', 'density', 'blur', 'gallerySections'].flatMap((name) => (asked.has(name) ? [[name, asked.get(name) ?? '']] : [])),
  ),
  failing: (asked.has('failing') ? { [asked.get('failing') as string]: asked.get('code') ?? 'internal' } : {}) as FixtureSetting['failing'],
  failure: asked.has('reason') ? { reason: asked.get('reason') ?? '', path: '/media/seizure-4471/DCIM', code: 'EIO' } : {},
  drawPicture,
};
const engine = createFixtureEngine(setting);

const host: HostApi = {
  kind: 'loopback',
  connect: async () => {
    if (asked.get('session') === 'refused')
      throw new EngineError('unsupported', 'This page may not talk to Sabut: its address was used already.');
    return engine;
  },
  evidenceAddress: async () => {
    throw new EngineError('unsupported', 'The engine in memory has no bytes to play.');
  },
  openReport: async () => {},
  openCaseRequested: () => () => {},
};

const place = document.getElementById('interface');
if (place !== null) void mountInterface(host, place);
