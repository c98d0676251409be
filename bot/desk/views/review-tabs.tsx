import type { VNode } from 'preact';

/** The two queues of reviewers, each with how many wait in it. */
export function ReviewTabs(props: {
  current: 'people' | 'companies';
  people: number;
  companies: number;
}): VNode {
  const tab = (of: 'people' | 'companies', address: string, words: string): VNode => (
    <a href={address} aria-current={props.current === of ? 'page' : undefined}>
      {words} <span class="count">{props[of]}</span>
    </a>
  );
  return (
    <nav class="tabs" aria-label="Verifications">
      {tab('people', '/desk', 'People')}
      {tab('companies', '/desk/institutions', 'Companies')}
    </nav>
  );
}
