/**
 * The processes that make pictures: a few, started when they are needed and ended when they are not. Each is asked one
 * thing at a time; one that dies or overstays costs only what it was asked.
 */
import { EngineError } from '../../model/error.ts';
import type { WorkerProcess } from '../../model/processing.ts';
import type { FromViewer, SpawnViewer, ToViewer } from '../../model/viewing.ts';

export type ViewerAnswer = Exclude<FromViewer, { type: 'ready' }>;
/** What is asked, without the number that the pool gives it. */
export type ViewerQuestion = ToViewer extends infer Message ? (Message extends ToViewer ? Omit<Message, 'request'> : never) : never;

/** The process ended before it answered: for people, in one sentence. */
export class ViewerEnded extends Error {}

export interface ViewerPoolSetting {
  spawn: SpawnViewer;
  /** At most so many processes. */
  count: number;
  /** Milliseconds that a question may take. */
  deadline: number;
}

interface Question {
  message: ViewerQuestion;
  resolve: (answer: ViewerAnswer) => void;
  reject: (thrown: Error) => void;
  signal: AbortSignal;
}

interface Slot {
  process: WorkerProcess<ToViewer, FromViewer>;
  ready: boolean;
  question: Question | null;
  timer: ReturnType<typeof setTimeout> | undefined;
  timedOut: boolean;
}

/** An idle process is ended after so many milliseconds. */
const idlePatience = 30_000;
const toleratedStarts = 3;

export class ViewerPool {
  private readonly setting: ViewerPoolSetting;
  private slots: Slot[] = [];
  private waiting: Question[] = [];
  private confined = true;
  private failedStarts = 0;
  private requests = 0;

  constructor(setting: ViewerPoolSetting) {
    this.setting = setting;
  }

  /**
   * Asks one thing. A question that is cancelled before a process took it is never asked.
   * @throws ViewerEnded, EngineError `cancelled`, `internal` where no process can be started.
   */
  ask(message: ViewerQuestion, signal: AbortSignal): Promise<ViewerAnswer> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ message, resolve, reject, signal });
      this.handOut();
    });
  }

  /** Ends all processes; what was asked of them stays unanswered. */
  stop(): void {
    const slots = this.slots;
    this.slots = [];
    const cancelled = new EngineError('cancelled', 'The case was closed meanwhile.');
    for (const { reject } of this.waiting.splice(0)) reject(cancelled);
    for (const { process, timer, question } of slots) {
      clearTimeout(timer);
      process.kill();
      question?.reject(cancelled);
    }
  }

  private handOut(): void {
    this.waiting = this.waiting.filter(({ signal, reject }) => {
      if (signal.aborted) reject(new EngineError('cancelled', 'It is no longer wanted.'));
      return !signal.aborted;
    });
    for (const slot of this.slots) {
      if (this.waiting.length === 0) return;
      if (slot.ready && slot.question === null) this.give(slot, this.waiting.shift() as Question);
    }
    const starting = this.slots.filter(({ ready }) => !ready).length;
    if (this.waiting.length > starting && this.slots.length < this.setting.count) this.start();
  }

  private give(slot: Slot, question: Question): void {
    this.requests += 1;
    slot.question = question;
    slot.timedOut = false;
    clearTimeout(slot.timer);
    slot.timer = setTimeout(() => {
      slot.timedOut = true;
      slot.process.kill();
    }, this.setting.deadline);
    slot.process.post({ ...question.message, request: this.requests });
  }

  private start(): void {
    const process = this.setting.spawn({ confined: this.confined });
    const slot: Slot = { process, ready: false, question: null, timer: undefined, timedOut: false };
    this.slots.push(slot);
    process.onMessage((message) => this.take(slot, message));
    process.onExit((description) => this.bury(slot, description));
  }

  private take(slot: Slot, message: FromViewer): void {
    if (message.type === 'ready') {
      slot.ready = true;
      this.failedStarts = 0;
    } else {
      slot.question?.resolve(message);
      slot.question = null;
    }
    clearTimeout(slot.timer);
    slot.timer = setTimeout(() => slot.process.kill(), idlePatience);
    slot.timer.unref();
    this.handOut();
  }

  private bury(slot: Slot, description: string): void {
    clearTimeout(slot.timer);
    if (!this.slots.includes(slot)) return;
    this.slots = this.slots.filter((other) => other !== slot);
    const seconds = Math.round(this.setting.deadline / 1000);
    slot.question?.reject(
      new ViewerEnded(slot.timedOut ? `It was not done within ${seconds} seconds.` : `The decoder broke down (${description}).`),
    );
    if (!slot.ready) this.failedStart(description);
    this.handOut();
  }

  /** Confinement may not work on this machine: it is tried without before giving up. */
  private failedStart(description: string): void {
    if (this.confined) {
      this.confined = false;
      return;
    }
    this.failedStarts += 1;
    if (this.failedStarts < toleratedStarts) return;
    this.failedStarts = 0;
    const fault = new EngineError(
      'internal',
      `The processes that make pictures cannot be started (${description}). Nothing was lost. Run sabut self-test and report what it prints.`,
      { reason: 'processes-do-not-start' },
    );
    for (const { reject } of this.waiting.splice(0)) reject(fault);
  }
}
