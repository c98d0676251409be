import type { VNode } from 'preact';

import type { SavedView } from '../../workbench/saved-views.ts';
import { PRIORITIES } from '../../tickets/service-levels.ts';
import {
  NOBODY,
  TICKET_ORDERS,
  TICKET_PARTS,
  type TicketOrder,
  type TicketPart,
} from '../../tickets/ticket-list.ts';
import {
  isNarrowed,
  ME,
  OVER_HOURS,
  queueAddress,
  writeFilter,
  type AskedFilter,
} from '../reading/ticket-filter.ts';
import { durationWords, languageWords, PRIORITY_WORDS } from '../reading/words.ts';
import { FormToken, type Viewer } from './layout.tsx';

export interface FilterProps {
  readonly viewer: Viewer;
  readonly filter: AskedFilter;
  readonly choices: { readonly categories: readonly string[]; readonly languages: readonly string[] };
  readonly agents: readonly { readonly id: string; readonly name: string }[];
  readonly views: readonly SavedView[];
  /** Tickets of the agent with something they have not seen. */
  readonly unreadMine: number;
  readonly categoryWords: (category: string) => string;
}

const PART_WORDS: Readonly<Record<TicketPart, string>> = {
  with_us: 'To answer',
  waiting: 'With the customer',
  finished: 'Finished',
  all: 'All',
};

const ORDER_WORDS: Readonly<Record<TicketOrder, string>> = {
  longest: 'Waiting longest',
  due: 'Due first',
  priority: 'Most pressing',
  newest: 'Newest',
};

/** The parts of the queue, as links. */
export function PartTabs({
  filter,
  counts,
}: {
  filter: AskedFilter;
  counts: Readonly<Partial<Record<TicketPart, string>>>;
}): VNode {
  return (
    <nav class="tabs" aria-label="Part of the queue">
      {TICKET_PARTS.map((part) => (
        <a
          key={part}
          href={queueAddress({ ...filter, part })}
          aria-current={part === filter.part ? 'page' : undefined}
        >
          {PART_WORDS[part]} {counts[part] !== undefined && <span class="count">{counts[part]}</span>}
        </a>
      ))}
    </nav>
  );
}

/** What an agent looks after, and views that somebody keeps: one click each. */
export function ViewLinks({ viewer, filter, views, unreadMine }: FilterProps): VNode {
  const current = writeFilter(filter);
  return (
    <nav class="views" aria-label="Views">
      <a class="chip" href={`/desk?${MINE}`} aria-current={current === MINE ? 'page' : undefined}>
        Mine{' '}
        {unreadMine > 0 && (
          <span class="unread">
            {unreadMine}
            <span class="unseen"> with new messages</span>
          </span>
        )}
      </a>
      {views.map((view) => (
        <a
          key={view.id}
          class="chip"
          href={view.filter === '' ? '/desk' : `/desk?${view.filter}`}
          aria-current={view.filter === current ? 'page' : undefined}
        >
          {view.name}
          {view.shared && view.agentId !== viewer.agentId && <span class="unseen">, shared</span>}
        </a>
      ))}
    </nav>
  );
}

export function TicketFilters(props: FilterProps): VNode {
  const { filter, choices, agents, viewer } = props;
  return (
    <details class="filters" open={isNarrowed(filter) || filter.order !== 'longest'}>
      <summary>Filter and sort</summary>
      <form action="/desk" method="get">
        {filter.part !== 'with_us' && <input type="hidden" name="part" value={filter.part} />}
        <Choice
          label="Sorted by"
          name="order"
          value={filter.order}
          options={TICKET_ORDERS.map((order) => [order, ORDER_WORDS[order]])}
        />
        <Choice
          label="Priority"
          name="priority"
          value={filter.priority ?? ''}
          options={[
            ['', 'Any'],
            ...PRIORITIES.map((priority) => [priority, PRIORITY_WORDS[priority]] as const),
          ]}
        />
        <Choice
          label="About"
          name="category"
          value={filter.category ?? ''}
          options={[
            ['', 'Anything'],
            ...choices.categories.map((category) => [category, props.categoryWords(category)] as const),
          ]}
        />
        <Choice
          label="Looked after by"
          name="assignee"
          value={filter.assignee ?? ''}
          options={[
            ['', 'Anybody'],
            [ME, 'Me'],
            [NOBODY, 'Nobody'],
            ...agents.filter(({ id }) => id !== viewer.agentId).map(({ id, name }) => [id, name] as const),
          ]}
        />
        <Choice
          label="Language"
          name="language"
          value={filter.language ?? ''}
          options={[
            ['', 'Any'],
            ...choices.languages.map((language) => [language, languageWords(language)] as const),
          ]}
        />
        <Choice
          label="Longer than"
          name="over"
          value={String(filter.overHours ?? '')}
          options={[
            ['', 'Any time'],
            ...hoursOf(filter).map((hours) => [String(hours), hoursWords(hours)] as const),
          ]}
        />
        <div class="buttons">
          <button type="submit">Show</button>
          {isNarrowed(filter) && <a href={queueAddress({ part: filter.part, order: 'longest' })}>Clear</a>}
        </div>
      </form>
      <KeepView {...props} />
    </details>
  );
}

const MINE = writeFilter({ part: 'with_us', order: 'longest', assignee: ME });

const hoursWords = (hours: number): string => durationWords(hours * 3_600_000);

const hoursOf = ({ overHours }: AskedFilter): number[] =>
  [...new Set([...OVER_HOURS, ...(overHours === undefined ? [] : [overHours])])].sort((a, b) => a - b);

export function Choice({
  label,
  name,
  value,
  options,
}: {
  label: string;
  name: string;
  value: string;
  options: readonly (readonly [string, string])[];
}): VNode {
  return (
    <label>
      {label}
      <select name={name}>
        {options.map(([key, words]) => (
          <option key={key} value={key} selected={key === value}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

function KeepView({ viewer, filter, views }: FilterProps): VNode {
  const own = views.find((view) => view.filter === writeFilter(filter) && view.agentId === viewer.agentId);
  if (own) {
    return (
      <form class="keep-view" action="/desk/views/remove" method="post">
        <FormToken viewer={viewer} />
        <input type="hidden" name="view" value={own.id} />
        <p>
          You keep this as <span class="strong">{own.name}</span>
          {own.shared && ', shared with everybody'}.
        </p>
        <button type="submit">Remove the view</button>
      </form>
    );
  }
  return (
    <form class="keep-view" action="/desk/views" method="post">
      <FormToken viewer={viewer} />
      <input type="hidden" name="filter" value={writeFilter(filter)} />
      <label>
        Keep this view as
        <input name="name" required maxlength={40} autocomplete="off" />
      </label>
      <label class="inline">
        <input type="checkbox" name="shared" value="yes" /> for everybody
      </label>
      <button type="submit">Keep</button>
    </form>
  );
}
