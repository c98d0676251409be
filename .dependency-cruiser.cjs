/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle means that two files are one subject, or that one of them knows too much.',
      severity: 'error',
      from: {},
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'knowledge-judges-alone',
      comment: 'knowledge/ is data and pure functions: it knows neither the bot nor the dialogs.',
      severity: 'error',
      from: { path: '^knowledge/' },
      to: { path: '^(bot|dialogs)/' },
    },
    {
      name: 'knowledge-without-framework-or-io',
      comment: 'knowledge/ imports no framework and no I/O; its loaders alone read the files.',
      severity: 'error',
      from: { path: '^knowledge/', pathNot: '^knowledge/(load|load-languages|load-recognisers|ask)\\.ts$' },
      to: { path: 'botbuilder|^restify|^(node:)?(fs|net|http|https|child_process|worker_threads)(/|$)' },
    },
    {
      name: 'dialogs-do-not-know-the-bot',
      comment: 'dialogs/ state what they need in services.ts; bot/ provides it.',
      severity: 'error',
      from: { path: '^dialogs/' },
      to: { path: '^bot/' },
    },
    {
      name: 'dialogs-without-io',
      comment: 'dialogs/ talk; load-words.ts alone reads files.',
      severity: 'error',
      from: { path: '^dialogs/', pathNot: '^dialogs/replies/load\\.ts$' },
      to: { path: '^(node:)?(fs|net|http|https|child_process|worker_threads)(/|$)' },
    },
    {
      name: 'stations-apart',
      comment:
        'Stations (turn, direct-line, desk, pages, outbox) never import each other; app.ts joins them with functions. ' +
        'The outbox is one: it talks to the outside, and what it keeps is in the ledger deliveries, which the desk shows.',
      severity: 'error',
      from: { path: '^bot/(turn|direct-line|desk|pages|outbox)/' },
      to: { path: '^bot/(turn|direct-line|desk|pages|outbox)/', pathNot: '^bot/$1/' },
    },
    {
      name: 'ledgers-apart',
      comment:
        'Ledgers (conversations, customers, submissions, duplicates, tickets, deliveries, mail-codes, people, workbench) never import each other.',
      severity: 'error',
      from: {
        path: '^bot/(conversations|customers|submissions|duplicates|tickets|deliveries|mail-codes|people|workbench)/',
      },
      to: {
        path: '^bot/(conversations|customers|submissions|duplicates|tickets|deliveries|mail-codes|people|workbench)/',
        pathNot: '^bot/$1/',
      },
    },
    {
      name: 'ledgers-below-stations',
      comment: 'A ledger keeps records; it does not know who shows or changes them.',
      severity: 'error',
      from: {
        path: '^bot/(conversations|customers|submissions|duplicates|tickets|deliveries|mail-codes|people|workbench)/',
      },
      to: { path: '^bot/(turn|direct-line|desk|pages|outbox|app|main|server)' },
    },
    {
      name: 'depots-at-the-bottom',
      comment: 'Depots (storage, workers, mail, audit) serve everybody and know nobody.',
      severity: 'error',
      from: { path: '^bot/(storage|workers|mail|audit)/' },
      to: {
        path: '^bot/(turn|direct-line|desk|pages|outbox|conversations|customers|submissions|duplicates|tickets|deliveries|mail-codes|people|workbench|app|main|server)',
      },
    },
    {
      name: 'one-composition-root',
      comment: 'Only main.ts starts the app; nobody imports app.ts or main.ts.',
      severity: 'error',
      from: { path: '^bot/', pathNot: '^bot/main\\.ts$' },
      to: { path: '^bot/(app|main)\\.ts$' },
    },
    {
      name: 'botbuilder-stays-in-its-rooms',
      comment: 'Its makers archived botbuilder: a later move must stay inside turn, direct-line and dialogs.',
      severity: 'error',
      from: { path: '^bot/', pathNot: '^bot/(turn|direct-line)/' },
      to: { path: 'node_modules/(botbuilder|botframework)' },
    },
    {
      name: 'not-to-dev-dep',
      comment: 'What ships may not lean on what only tests install.',
      severity: 'error',
      from: { path: '^(bot|dialogs|knowledge)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
