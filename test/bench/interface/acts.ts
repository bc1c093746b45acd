/** What an examiner clicks and types to choose and order items: the same acts each time, in an order that looks random. */
import type { Locator, Page } from 'playwright-core';
import words from '../../../resources/translations/interface.en.json' with { type: 'json' };
import { RandomStream } from '../../../src/sample/random.ts';
import type { MeasuredPage } from './measured-page.ts';
import type { ActMeasured } from './measurements.ts';

export type ActKind = 'facet' | 'sort' | 'folder' | 'size' | 'clearing' | 'search by name';

export interface ActSample {
  kind: ActKind;
  name: string;
  /** Milliseconds to the first full view of new rows, and until they stood still: with the cursor's item found again. */
  first: number;
  settled: number;
}

const searches = ['camera', 'IMG_2015', 'ledger', 'old', 'wh', 'رسید', '2019', '.pdf', 'family', 'kam'];
const sizes = ['small', 'medium', 'large'] as const;

export class Acts {
  readonly samples: ActSample[] = [];
  private readonly measured: MeasuredPage;
  private readonly page: Page;
  private readonly random = new RandomStream('sabut bench/acts');

  constructor(measured: MeasuredPage) {
    this.measured = measured;
    this.page = measured.page;
  }

  /** Three filters on top of one another, each followed by another order, then all taken away again. */
  async round(number: number): Promise<void> {
    await this.sort();
    for (let depth = 0; depth < 3; depth += 1) {
      await this.facet();
      await this.sort();
    }
    await this.clear();
    if (number % 2 === 0) await this.size(sizes[(number / 2) % sizes.length] as (typeof sizes)[number]);
    else await this.folder();
    await this.sort();
    await this.clear();
    await this.search(searches[number % searches.length] as string);
    await this.facet();
    await this.clear();
  }

  /** Opens the parts of the left pane that are closed at first. */
  async openSizes(): Promise<void> {
    await this.facets.getByRole('button', { name: words.fields.size, exact: true }).click();
  }

  private get facets(): Locator {
    return this.page.getByRole('region', { name: words.facets.title });
  }

  /** `typed`: what stands in the box after the last of the input events. */
  private async act(kind: ActKind, name: string, carryOut: () => Promise<void>, typed: string | null = null): Promise<void> {
    await this.measured.probe(`armAct(${JSON.stringify(typed)})`);
    await carryOut();
    const { first, settled, late } = await this.measured.known<ActMeasured>('act');
    if (late) {
      const { signature, loaded } = await this.measured.probe<{ signature: string; loaded: number }>('lookAtTable()');
      throw new Error(`${kind} ${name}: no full view of rows within 15 seconds; ${loaded} rows of ${signature.slice(0, 100)}`);
    }
    // What selects everything that was selected already paints nothing new.
    if (first !== null && settled !== null) this.samples.push({ kind, name, first, settled });
  }

  private async facet(): Promise<void> {
    const boxes = this.facets.locator('label:has(input[type="checkbox"]:not(:checked))');
    const texts = await boxes.allTextContents();
    const open = [...texts.entries()].filter(([, text]) => !/(?:^|\D)0$/.test(text));
    if (open.length === 0) return;
    const [index, text] = this.random.pick(open);
    await this.act('facet', text, () => boxes.nth(index).click());
  }

  private async sort(): Promise<void> {
    const heads = this.page.locator('[role="columnheader"] button:not([disabled]):not([aria-haspopup])');
    const head = heads.nth(this.random.integer(0, (await heads.count()) - 1));
    await this.act('sort', (await head.textContent()) ?? '', () => head.click());
  }

  private async folder(): Promise<void> {
    const branches = this.page.locator('[data-tree] [data-branch]');
    if ((await branches.count()) === 1) {
      await branches.first().focus();
      await this.page.keyboard.press('ArrowRight');
      await branches.nth(1).waitFor();
    }
    const branch = branches.nth(this.random.integer(1, Math.min(20, (await branches.count()) - 1)));
    await this.act('folder', (await branch.textContent()) ?? '', () => branch.click());
  }

  private async size(name: (typeof sizes)[number]): Promise<void> {
    const button = this.facets.getByRole('button', { name: words.facets.size[name] });
    await this.act('size', name, () => button.click());
  }

  private async clear(): Promise<void> {
    const button = this.page.getByRole('list', { name: words.review.filters }).getByRole('button', { name: words.review.clearFilters });
    if ((await button.count()) > 0) await this.act('clearing', '', () => button.click());
  }

  private async search(text: string): Promise<void> {
    const box = this.page.getByRole('searchbox', { name: words.review.searchName });
    await box.click();
    await this.act('search by name', text, () => box.pressSequentially(text, { delay: 30 }), text);
  }
}
