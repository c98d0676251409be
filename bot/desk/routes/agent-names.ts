import type { People } from '../../people/people.ts';

/** From an agent's id to their name, also of those who left. */
export async function agentNames(people: Pick<People, 'agents'>): Promise<(agentId: string) => string> {
  const all = await people.agents.all();
  const names = new Map(all.map(({ id, name }) => [id, name]));
  return (agentId) => names.get(agentId) ?? 'Somebody';
}
