/** Under which headers the interface's own files are delivered, by either host. */

/** Stands in the built `index.html` wherever the nonce of the page belongs. */
export const noncePlaceholder = '__SABUT_NONCE__';

export interface PolicySources {
  /** Where evidence bytes come from: a scheme (`evidence:`) or an origin. */
  evidence: string;
  /** Where the page may connect to beside its own origin. */
  connect: readonly string[];
  /** New for each delivery of the page; allows the style elements that interface libraries write at run time, and no others. */
  nonce: string;
}

/** The Content-Security-Policy of the interface. No script but its own files, no connection but to its host, evidence only as media. */
export function interfacePolicy({ evidence, connect, nonce }: PolicySources): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "font-src 'self'",
    `img-src 'self' blob: ${evidence}`,
    `media-src ${evidence}`,
    `connect-src ${["'self'", ...connect].join(' ')}`,
    "worker-src 'self'",
    `frame-src ${evidence}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Headers of every file of the interface, beside the policy. */
export const interfaceHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), midi=(), payment=(), display-capture=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Media types of the files that a build of the interface consists of; anything else in its folder is not delivered. */
export const interfaceTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
};
