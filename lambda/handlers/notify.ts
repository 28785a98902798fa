/** Placeholder of the notify function until its steps stand. */
export async function handler(event: unknown): Promise<unknown> {
  return { received: event };
}
