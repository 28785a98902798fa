/** Compiles the mails. */
export async function buildTemplates(): Promise<void> {}

if (import.meta.main) await buildTemplates();
