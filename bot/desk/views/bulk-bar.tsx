import type { VNode } from 'preact';

import { may } from '../../people/roles.ts';
import { PRIORITIES } from '../../tickets/service-levels.ts';
import { PRIORITY_WORDS } from '../reading/words.ts';
import { FormToken, type Viewer } from './layout.tsx';

export const BULK_FORM = 'bulk';

/** What can be done with all ticked tickets at once. The style sheet hides it while none is ticked. */
export function BulkBar({
  viewer,
  agents,
  back,
}: {
  viewer: Viewer;
  agents: readonly { readonly id: string; readonly name: string }[];
  /** Where to go on afterwards: the page as it is. */
  back: string;
}): VNode {
  return (
    <form id={BULK_FORM} class="bulk" action="/desk/bulk" method="post">
      <FormToken viewer={viewer} />
      <input type="hidden" name="back" value={back} />
      <label>
        <span class="quiet small ticked">With the ticked ones</span>
        <select name="act">
          <option value="take">Take</option>
          {may(viewer.role, 'tickets.reassign') && (
            <optgroup label="Hand to">
              {agents
                .filter(({ id }) => id !== viewer.agentId)
                .map(({ id, name }) => (
                  <option key={id} value={`assign:${id}`}>
                    {name}
                  </option>
                ))}
            </optgroup>
          )}
          <optgroup label="Priority">
            {PRIORITIES.map((priority) => (
              <option key={priority} value={`priority:${priority}`}>
                {PRIORITY_WORDS[priority]}
              </option>
            ))}
          </optgroup>
          <optgroup label="State">
            <option value="solve">Solve</option>
            <option value="close">Close</option>
            <option value="reopen">Reopen</option>
          </optgroup>
        </select>
      </label>
      <button type="submit">Do it</button>
    </form>
  );
}
