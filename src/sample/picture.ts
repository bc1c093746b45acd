/**
 * Pictures that are drawn, not taken: a sky, hills, houses, water and a road, so that a gallery of the
 * sample drive can be told apart at a glance. Pure arithmetic: no fonts, no files.
 */
import type { RandomStream } from './random.ts';

/** Rows of pixels from the top left, three bytes each: red, green, blue. */
export interface Picture {
  width: number;
  height: number;
  pixels: Buffer;
}

type Colour = readonly [number, number, number];

interface Building {
  left: number;
  right: number;
  top: number;
  colour: Colour;
  minaret: boolean;
}

const skies: readonly (readonly [Colour, Colour])[] = [
  [
    [86, 148, 214],
    [205, 226, 240],
  ],
  [
    [238, 146, 92],
    [250, 214, 160],
  ],
  [
    [34, 44, 86],
    [120, 96, 140],
  ],
  [
    [150, 164, 176],
    [214, 216, 214],
  ],
  [
    [60, 130, 190],
    [244, 224, 196],
  ],
];
const grounds: readonly Colour[] = [
  [96, 132, 70],
  [178, 150, 104],
  [120, 108, 92],
  [70, 112, 84],
  [198, 176, 134],
];
const walls: readonly Colour[] = [
  [206, 182, 150],
  [176, 98, 72],
  [228, 222, 208],
  [140, 132, 126],
  [94, 120, 140],
];

/** Draws a scene of its own for each stream; `grain` (0 to 1) is how noisy the sensor is. */
export function drawPicture(random: RandomStream, width: number, height: number, grain: number): Picture {
  const [zenith, horizonColour] = random.pick(skies);
  const ground = random.pick(grounds);
  const horizon = Math.round(height * (0.45 + 0.2 * random.fraction()));
  const sunX = Math.round(width * random.fraction());
  const sunY = Math.round(horizon * (0.2 + 0.6 * random.fraction()));
  const sunRadius = Math.round(height * (0.03 + 0.05 * random.fraction()));
  const hillPhase = random.fraction() * 6;
  const hillHeight = height * (0.04 + 0.12 * random.fraction());
  const road = random.chance(0.5);
  const water = !road && random.chance(0.6);
  const buildings = drawSkyline(random, width, height, horizon);
  const sensor = random.bytes(4096);
  const pixels = Buffer.alloc(width * height * 3);
  const hillTops = Array.from({ length: width }, (_, x) => {
    const turn = (x / width) * 6 + hillPhase;
    return horizon - hillHeight * (0.55 + 0.3 * Math.sin(turn) + 0.15 * Math.sin(2.7 * turn));
  });

  for (let y = 0; y < height; y++) {
    const share = Math.min(1, y / horizon);
    const inRow = buildings.filter((candidate) => y >= candidate.top && y < horizon + height * 0.06);
    for (let x = 0; x < width; x++) {
      let red: number;
      let green: number;
      let blue: number;
      const building = inRow.length === 0 ? undefined : inRow.find((candidate) => x >= candidate.left && x < candidate.right);
      if (building !== undefined) {
        const window = !building.minaret && (x - building.left) % 14 > 5 && (y - building.top) % 18 > 8;
        const shade = window ? 0.45 : x - building.left < 4 ? 0.8 : 1;
        red = building.colour[0] * shade;
        green = building.colour[1] * shade;
        blue = building.colour[2] * shade;
      } else if (y < horizon) {
        const sun = (x - sunX) ** 2 + (y - sunY) ** 2 < sunRadius ** 2;
        const hill = y > (hillTops[x] as number);
        red = sun ? 255 : hill ? 88 + 40 * share : zenith[0] + (horizonColour[0] - zenith[0]) * share;
        green = sun ? 244 : hill ? 104 + 24 * share : zenith[1] + (horizonColour[1] - zenith[1]) * share;
        blue = sun ? 206 : hill ? 110 + 10 * share : zenith[2] + (horizonColour[2] - zenith[2]) * share;
      } else {
        const depth = (y - horizon) / (height - horizon);
        const onRoad = road && Math.abs(x - width / 2) < width * (0.03 + 0.3 * depth);
        const stripe = onRoad && Math.abs(x - width / 2) < width * 0.008 * (1 + 4 * depth) && Math.floor(depth * 14) % 2 === 0;
        const wave = water ? 14 * Math.sin(x / 9 + y * 0.9) * depth : 0;
        const light = 0.7 + 0.3 * depth;
        red = stripe ? 236 : onRoad ? 84 : water ? 60 + wave : ground[0] * light;
        green = stripe ? 232 : onRoad ? 84 : water ? 104 + wave : ground[1] * light;
        blue = stripe ? 216 : onRoad ? 88 : water ? 128 + wave : ground[2] * light;
      }
      const noise = ((sensor[(x * 7 + y * 131) & 4095] as number) - 128) * grain * 0.03;
      const position = (y * width + x) * 3;
      pixels[position] = clamped(red + noise);
      pixels[position + 1] = clamped(green + noise);
      pixels[position + 2] = clamped(blue + noise);
    }
  }
  return { width, height, pixels };
}

function drawSkyline(random: RandomStream, width: number, height: number, horizon: number): Building[] {
  const buildings: Building[] = [];
  for (let count = random.integer(2, 6); count > 0; count--) {
    const minaret = random.chance(0.25);
    const breadth = Math.round(width * (minaret ? 0.025 : 0.06 + 0.12 * random.fraction()));
    const left = random.integer(0, Math.max(1, width - breadth));
    const top = Math.round(horizon - height * (minaret ? 0.3 : 0.06 + 0.18 * random.fraction()));
    buildings.push({ left, right: left + breadth, top, colour: random.pick(walls), minaret });
  }
  return buildings;
}

function clamped(value: number): number {
  return Math.min(255, Math.max(0, value));
}
