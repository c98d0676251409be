import { HELPDESK_TITLES, helpdeskOfActor } from '../../deliveries/helpdesks.ts';
import type { People } from '../../people/people.ts';

/** From an agent's id to their name, also of those who left; a helpdesk where somebody acted from there. */
export async function agentNames(people: Pick<People, 'agents'>): Promise<(agentId: string) => string> {
  const all = await people.agents.all();
  const names = new Map(all.map(({ id, name }) => [id, name]));
  return (agentId) => {
    const helpdesk = helpdeskOfActor(agentId);
    return helpdesk ? HELPDESK_TITLES[helpdesk] : (names.get(agentId) ?? 'Somebody');
  };
}
