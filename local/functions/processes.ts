/** The processes of all functions that live now, each known by a session token of its own. */

export interface LivingProcess {
  /** The function's name, as in `GET /calls`. */
  readonly function: string;
  readonly pid: number;
  isBusy(): boolean;
  /** Ends it as an accident would, and waits until it is gone. */
  end(): Promise<void>;
}

export interface Processes {
  /** Call what it gives when the process is gone. */
  add(sessionToken: string, process: LivingProcess): () => void;
  find(sessionToken: string): LivingProcess | undefined;
  list(): readonly LivingProcess[];
}

export function createProcesses(): Processes {
  const living = new Map<string, LivingProcess>();
  return {
    add(sessionToken, process) {
      living.set(sessionToken, process);
      return () => void living.delete(sessionToken);
    },
    find: (sessionToken) => living.get(sessionToken),
    list: () => [...living.values()],
  };
}
