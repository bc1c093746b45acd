/** How much memory a run of many items takes, and whether the engine's own grows with their number. */
import { type Setting, triage } from './contest.ts';
import { drive, makeNumerous } from './drives.ts';
import { type Figure, megabytes } from './figures.ts';
import { median } from './measure.ts';

const limit = 700e6;
const growthLimit = 0.2;

export async function measureMemory(setting: Setting): Promise<Figure[]> {
  const few = await drive(setting.directory, 'numerous-20000', makeNumerous(20_000), setting.say);
  const many = await drive(setting.directory, 'numerous-200000', makeNumerous(200_000), setting.say);
  const fewPeaks: number[] = [];
  const manyPeaks: number[] = [];
  const sums: number[] = [];
  for (let run = 1; run <= setting.runs; run += 1) {
    const small = await triage(setting, few, 'quick', true);
    const large = await triage(setting, many, 'quick', true);
    if (large.peakOfFirst === 0) break;
    fewPeaks.push(small.peakOfFirst);
    manyPeaks.push(large.peakOfFirst);
    sums.push(large.peakMemory);
    setting.say(
      `200 000 files, run ${run}: ${large.wall.toFixed(1)} s, all processes ${megabytes(large.peakMemory)}, engine ${megabytes(large.peakOfFirst)} (20 000 files: ${megabytes(small.peakOfFirst)})`,
    );
  }
  const figures = [
    { figure: '200 000 files, quick: peak of all processes (sum of PSS)', target: 'at most 700 MB' },
    { figure: "engine's own peak (RSS), from 20 000 to 200 000 files", target: 'at most 20 % more' },
  ];
  if (sums.length === 0) return figures.map((figure) => ({ ...figure, ours: 'not measured', peer: 'needs /proc', ratio: '', met: null }));
  const growth = median(manyPeaks) / median(fewPeaks) - 1;
  return [
    { ...(figures[0] as (typeof figures)[0]), ours: megabytes(median(sums)), peer: '', ratio: '', met: median(sums) <= limit },
    {
      ...(figures[1] as (typeof figures)[0]),
      ours: `${megabytes(median(fewPeaks))} to ${megabytes(median(manyPeaks))}`,
      peer: '',
      ratio: `${(growth * 100).toFixed(0)} %`,
      met: growth <= growthLimit,
    },
  ];
}
