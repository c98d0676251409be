import type { Server } from 'restify';

/** Every route that a server answers, like `GET /desk/tickets/:number`, from the router itself. */
export function routesOf(server: Server): readonly string[] {
  const routes = Object.values(server.router.getRoutes()) as { spec: { method: string; path: string } }[];
  return routes.map(({ spec }) => `${spec.method} ${spec.path}`).sort();
}
