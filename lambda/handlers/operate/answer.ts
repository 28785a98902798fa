/** A moment as people write it. */
export function moment(at: number): string {
  return new Date(at).toISOString();
}

/** A field with a moment, or none where there is no moment. */
export function momentField<Name extends string>(name: Name, at: number | undefined): { [K in Name]?: string } {
  return (at === undefined ? {} : { [name]: moment(at) }) as { [K in Name]?: string };
}
