/** Content digests, lower-case hexadecimal. */
export const digestAlgorithms = ['md5', 'sha1', 'sha256', 'sha512', 'blake3'] as const;

export type DigestAlgorithm = (typeof digestAlgorithms)[number];

/** Digest by algorithm; only those that the profile asked for are there. */
export type Digests = Partial<Record<DigestAlgorithm, string>>;
