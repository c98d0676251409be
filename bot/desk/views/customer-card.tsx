import type { VNode } from 'preact';

import type { Customer } from '../../../dialogs/services.ts';
import { countryWords, languageWords } from '../reading/words.ts';
import { Badge } from './badge.tsx';
import { Moment } from './time.tsx';

export const customerName = (customer: Customer): string => customer.name ?? 'Customer';

/** Who is asking, as far as the exchange or they themselves said. */
export function CustomerCard({
  customer,
  email,
  language,
}: {
  customer: Customer;
  email?: string | undefined;
  language?: string | undefined;
}): VNode {
  const address = email ?? customer.email;
  return (
    <section class="card" aria-labelledby="customer">
      <h2 id="customer">Customer</h2>
      <dl class="facts">
        <div>
          <dt>Name</dt>
          <dd>{customer.name ?? <span class="quiet">not known</span>}</dd>
        </div>
        <div>
          <dt>E-mail</dt>
          <dd>{address ? <span class="break">{address}</span> : <span class="quiet">not known</span>}</dd>
        </div>
        <div>
          <dt>Standing</dt>
          <dd>
            {customer.verified ? (
              <Badge tone="good">Verified</Badge>
            ) : (
              <Badge tone="quiet">Not verified</Badge>
            )}
          </dd>
        </div>
        {language && (
          <div>
            <dt>Language</dt>
            <dd>{languageWords(language)}</dd>
          </div>
        )}
        {customer.registeredAt && (
          <div>
            <dt>Registered</dt>
            <dd>
              <Moment at={customer.registeredAt} />
            </dd>
          </div>
        )}
        {customer.residence && (
          <div>
            <dt>Lives in</dt>
            <dd>{countryWords(customer.residence)}</dd>
          </div>
        )}
        <div>
          <dt>Id</dt>
          <dd class="id break">{customer.id}</dd>
        </div>
      </dl>
    </section>
  );
}
