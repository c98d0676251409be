import type { VNode } from 'preact';

import { MAX_REASON_CHARACTERS, OPENING_REASONS } from '../reading/opening-reasons.ts';
import { FormToken, type Viewer } from './layout.tsx';
import { Clock } from './time.tsx';

export interface PersonalDataProps {
  readonly viewer: Viewer;
  /** The page's own address, to which `/show` is added. */
  readonly address: string;
  /** Until when it is shown to this agent; undefined while it is masked. */
  readonly openUntil: Date | undefined;
}

/** Says whether personal data is masked, and has it shown for a reason. */
export function PersonalDataBar({ viewer, address, openUntil }: PersonalDataProps): VNode {
  if (openUntil) {
    return (
      <p class="veil quiet small">
        Personal data is shown to you until <Clock at={openUntil.toISOString()} />, and that is logged.
      </p>
    );
  }
  return (
    <form class="veil card inline" action={`${address}/show`} method="post">
      <FormToken viewer={viewer} />
      <p class="strong">Personal data is masked.</p>
      <label>
        <span class="unseen">Why you need it</span>
        <select name="reason" required>
          <option value="">Why do you need it?</option>
          {OPENING_REASONS.map(({ id, words }) => (
            <option key={id} value={id}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <label class="grow">
        <span class="unseen">In your own words</span>
        <input
          name="note"
          placeholder="In your own words"
          maxlength={MAX_REASON_CHARACTERS}
          autocomplete="off"
        />
      </label>
      <button type="submit">Show</button>
    </form>
  );
}
