import type { VNode } from 'preact';

import type { TroubledDelivery } from '../../deliveries/deliveries.ts';
import { HELPDESK_TITLES } from '../../deliveries/helpdesks.ts';
import { deliveryKindWords, deliveryReasonWords } from '../reading/delivery-words.ts';
import { Badge } from './badge.tsx';
import { FormToken, Layout, type Notice, type Viewer } from './layout.tsx';
import { Since } from './time.tsx';

interface DeliveriesProps {
  readonly viewer: Viewer;
  readonly troubled: readonly TroubledDelivery[];
  readonly now: Date;
  readonly notice?: Notice | undefined;
}

export function DeliveriesPage({ viewer, troubled, now, notice }: DeliveriesProps): VNode {
  const dead = troubled.filter(({ state }) => state === 'dead');
  const delayed = troubled.filter(({ state }) => state === 'waiting');
  return (
    <Layout title="Deliveries" viewer={viewer} current="deliveries" notice={notice}>
      <h1>Deliveries to helpdesks</h1>
      <p class="quiet">
        What could not be delivered outside. Everything else arrived. Nothing is lost here: each is kept until
        it arrives, and arrives once however often it is sent.
      </p>
      <section aria-labelledby="given-up">
        <div class="spread">
          <h2 id="given-up">Given up</h2>
          {dead.length > 0 && (
            <form action="/desk/deliveries/resend" method="post">
              <FormToken viewer={viewer} />
              <button type="submit">Send all again</button>
            </form>
          )}
        </div>
        {dead.length === 0 ? (
          <p class="nothing">None was given up.</p>
        ) : (
          <ol class="rows">
            {dead.map((delivery) => (
              <DeliveryRow key={delivery.id} {...{ delivery, viewer, now }} />
            ))}
          </ol>
        )}
      </section>
      <section aria-labelledby="delayed">
        <h2 id="delayed">Failed, and tried again by itself</h2>
        {delayed.length === 0 ? (
          <p class="nothing">None is late.</p>
        ) : (
          <ol class="rows">
            {delayed.map((delivery) => (
              <DeliveryRow key={delivery.id} {...{ delivery, viewer, now }} />
            ))}
          </ol>
        )}
      </section>
    </Layout>
  );
}

interface RowProps {
  readonly delivery: TroubledDelivery;
  readonly viewer: Viewer;
  readonly now: Date;
}

function DeliveryRow({ delivery, viewer, now }: RowProps): VNode {
  const { id, number, helpdesk, kind, at, state, failures, why, behind } = delivery;
  const title = HELPDESK_TITLES[helpdesk];
  const details = [
    deliveryReasonWords(why),
    `${failures} ${failures === 1 ? 'try' : 'tries'} failed.`,
    ...(behind > 0 ? [`${behind} more of this ticket ${behind === 1 ? 'waits' : 'wait'} behind it.`] : []),
  ];
  return (
    <li class="row delivery">
      <span class="who">
        {deliveryKindWords(kind)} to {title}
      </span>
      <span class="what">{details.join(' ')}</span>
      <span class="marks">
        <Badge tone={state === 'dead' ? 'bad' : 'attention'}>{why}</Badge>
      </span>
      <a class="id" href={`/desk/tickets/${number}`}>
        {number}
      </a>
      <span class="when">
        <Since at={at} now={now} />
        {state === 'dead' && (
          <form action="/desk/deliveries/resend-one" method="post">
            <FormToken viewer={viewer} />
            <input type="hidden" name="delivery" value={id} />
            <button class="plain" type="submit" aria-label={`Send ${number} to ${title} again`}>
              Send again
            </button>
          </form>
        )}
      </span>
    </li>
  );
}
