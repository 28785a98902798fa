/** Makes room for one more in a memory of at most `max`: what came first is forgotten. */
export function dropOldest<Key>(remembered: Map<Key, unknown> | Set<Key>, max: number): void {
  if (remembered.size < max) return;
  for (const key of remembered.keys()) {
    remembered.delete(key);
    return;
  }
}
