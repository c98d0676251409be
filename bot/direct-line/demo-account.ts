import type { Request, Response, Server } from 'restify';

import type { Customer } from '../../dialogs/services.ts';
import type { Customers } from '../customers/customers.ts';
import { Failure } from '../failure.ts';
import type { Identify } from './identity.ts';
import { DemoAccount } from './wire.ts';

/** Demo mode only: plays the exchange's account page, so what is put here counts as vouched for by the exchange. */
export function demoAccountRoutes(
  server: Server,
  { customers, identify }: { customers: Pick<Customers, 'find' | 'vouch'>; identify: Identify },
): void {
  server.get('/demo/account', async (req: Request, res: Response) => {
    res.send(200, present(await customers.find(await identify(req, res))));
  });
  server.put('/demo/account', async (req: Request, res: Response) => {
    const account = DemoAccount.safeParse(req.body);
    if (!account.success) {
      const fields = account.error.issues.map((issue) => issue.path.join('.') || 'the body');
      throw new Failure('bad_request', `Not usable: ${fields.join(', ')}`);
    }
    const { registeredAt, ...rest } = account.data;
    const claims = {
      ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
      ...(registeredAt !== undefined && {
        registeredAt: registeredAt === '' ? '' : new Date(registeredAt).toISOString(),
      }),
    };
    res.send(200, present(await customers.vouch(await identify(req, res), claims)));
  });
}

function present({ name, email, registeredAt, residence, verified }: Customer): Record<string, unknown> {
  return { name, email, registeredAt, residence, verified };
}
