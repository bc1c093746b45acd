/** A thousand photographs of twelve megapixels, each another one, as a phone's camera leaves them: 2 to 4 MB of JPEG. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { RandomStream } from '../../../src/sample/random.ts';

export const photographCount = 1000;
const [width, height] = [4000, 3000];
/** A scene is larger than what is cut from it, so that no two pictures share a block of pixels. */
const margin = 256;
const [sceneWidth, sceneHeight] = [width + margin, height + margin];
const scenes = 6;
const quality = 86;

/** Coarse shapes under ever finer detail, each half as strong as the one before, and the sensor's noise on top. */
async function makeScene(random: RandomStream): Promise<Buffer> {
  const scene = new Float32Array(sceneWidth * sceneHeight * 3).fill(0);
  let strength = 0.5;
  for (let cells = 4; cells <= 1024; cells *= 4) {
    const rows = Math.ceil((cells * 3) / 4);
    const { data } = await sharp(random.bytes(cells * rows * 3), { raw: { width: cells, height: rows, channels: 3 } })
      .resize(sceneWidth, sceneHeight, { fit: 'fill', kernel: 'cubic' })
      .raw()
      .toBuffer({ resolveWithObject: true });
    for (let index = 0; index < data.length; index += 1)
      scene[index] = (scene[index] as number) + strength * ((data[index] as number) - 128);
    strength *= 0.45;
  }
  const noise = random.bytes(1 << 20);
  const pixels = Buffer.alloc(scene.length);
  for (let index = 0; index < pixels.length; index += 1) {
    const grain = ((noise[(index * 7 + (index >>> 11)) & 0xfffff] as number) - 128) / 7;
    pixels[index] = Math.min(255, Math.max(0, 128 + (scene[index] as number) + grain));
  }
  return pixels;
}

/** Makes them in `directory`, as many at a time as there are cores. */
export async function makePhotographs(directory: string, tell: (done: number, total: number) => void): Promise<void> {
  const random = new RandomStream('sabut bench/photographs');
  sharp.concurrency(1);
  const made: Buffer[] = [];
  for (let scene = 0; scene < scenes; scene += 1) made.push(await makeScene(random.fork(`scene ${scene}`)));
  mkdirSync(join(directory, 'DCIM'), { recursive: true });
  let next = 0;
  const makeSome = async (): Promise<void> => {
    while (next < photographCount) {
      const index = next;
      next += 1;
      const place = random.fork(`photograph ${index}`);
      const bytes = await sharp(made[index % scenes] as Buffer, { raw: { width: sceneWidth, height: sceneHeight, channels: 3 } })
        .extract({ left: place.integer(0, margin), top: place.integer(0, margin), width, height })
        .jpeg({ quality })
        .toBuffer();
      writeFileSync(join(directory, 'DCIM', `IMG_${String(index).padStart(4, '0')}.jpg`), bytes);
      tell(index + 1, photographCount);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, makeSome));
}
