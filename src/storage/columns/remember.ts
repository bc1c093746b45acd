/** Answers that are kept for the next time, those that were used last. */

/** Keeps an answer as the one used last, and of all no more than `most`. */
export function remember<Answer>(answers: Map<string, Answer>, key: string, answer: Answer, most: number): void {
  answers.delete(key);
  answers.set(key, answer);
  for (const oldest of answers.keys()) {
    if (answers.size <= most) break;
    answers.delete(oldest);
  }
}
