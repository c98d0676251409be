import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { apology, handoverWish, putOff } from '../dialogs/handover.ts';
import { welcome } from '../dialogs/notices.ts';
import { tongueOf } from '../dialogs/language/tongue-of.ts';
import { createRootDialog } from '../dialogs/root-dialog.ts';
import { codes, countryName } from '../knowledge/countries/countries.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { createAudit } from './audit/audit.ts';
import type { Config } from './config.ts';
import { helpdesksInUse } from './config-helpdesks.ts';
import { createConversations } from './conversations/conversation-log.ts';
import { createCustomers } from './customers/customers.ts';
import { createDeliveries } from './deliveries/deliveries.ts';
import { createDeskStation } from './desk/desk-station.ts';
import { categoryWords } from './desk/reading/categories.ts';
import { readSayings } from './desk/reading/sayings.ts';
import { createSingleSignOn } from './desk/sign-on/single-sign-on.ts';
import { createDirectLineStation } from './direct-line/direct-line-station.ts';
import type { Log } from './log.ts';
import { createMailCodes } from './mail-codes/mail-codes.ts';
import { createMailer, senderName } from './mail/mail.ts';
import { startDuplicateSearch } from './duplicates/duplicate-search.ts';
import { createDuplicates } from './duplicates/duplicates.ts';
import { createDuplicateFinder } from './find-duplicates.ts';
import { describeMind, folderOf, loadMind, type Mind } from './mind.ts';
import { accountableSettings, noteSettings } from './note-settings.ts';
import { handleNotices } from './notices.ts';
import { createOutboxStation } from './outbox/outbox-station.ts';
import { loadAssets } from './pages/assets.ts';
import { createPageStation, GUIDE } from './pages/page-station.tsx';
import { createPeople } from './people/people.ts';
import { createQuestions } from './questions/questions.ts';
import { createReload, prepareInProcess, type Reloaded } from './reload-knowledge.ts';
import { createScreenshots } from './screenshots.ts';
import { createServer } from './server.ts';
import { createJobs } from './storage/jobs.ts';
import { openStorage } from './storage/open-storage.ts';
import { createVault } from './storage/vault.ts';
import { createInstitutions } from './submissions/institutions.ts';
import { createSubmissions } from './submissions/submissions.ts';
import { createTicketKeeper, saidSinceIn } from './keep-tickets.ts';
import { createBlindWords } from './tickets/blind-words.ts';
import { readServiceLevels } from './tickets/service-levels.ts';
import { createTicketDesk } from './tickets/ticket-desk.ts';
import { createTicketFigures } from './tickets/ticket-figures.ts';
import { createSubmissionFigures } from './submissions/submission-figures.ts';
import { createTicketList } from './tickets/ticket-list.ts';
import { createUpkeep } from './tickets/upkeep.ts';
import { createStaff } from './tickets/staffing.ts';
import { createTickets } from './tickets/tickets.ts';
import { createSay } from './ticket-sayings.ts';
import { createServices } from './turn/services.ts';
import { createTurnStation } from './turn/turn-station.ts';
import { createCannedReplies } from './workbench/canned-replies.ts';
import { createMacros } from './workbench/macros.ts';
import { createSavedViews } from './workbench/saved-views.ts';
import { createWorkers } from './workers/workers.ts';

export interface App {
  /** Where it listens, like http://127.0.0.1:3978. */
  readonly address: string;
  /** The one-time link for the first agent, while nobody can sign in. Shown once, to the operator. */
  readonly firstAgentLink: string | undefined;
  /** Takes up what editors changed in the knowledge, as a whole or not at all; turns that run end as they began. */
  reloadKnowledge(): Promise<Reloaded>;
  /** Takes no more requests, lets what runs end, stops what it started. */
  stop(): Promise<void>;
}

const TRAINER = fileURLToPath(new URL('./train-models.js', import.meta.url));

/** Told of each part that is up, in order, with words for the operator. */
export type OnStep = (part: 'database' | 'knowledge' | 'models' | 'web', what: string) => void;

/** Builds every part and joins them. What was opened is closed again when a later part fails. */
export async function startApp(config: Config, log: Log, onStep: OnStep): Promise<App> {
  const closers: (() => Promise<unknown> | undefined)[] = [];
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    return { ...(await join(config, log, onStep, closers)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function join(
  config: Config,
  log: Log,
  onStep: OnStep,
  closers: (() => Promise<unknown> | undefined)[],
): Promise<Omit<App, 'stop'>> {
  const now = () => new Date();
  const workers = createWorkers({
    workerFile: new URL('./workers/thread.js', import.meta.url),
    threads: config.workerThreads,
    log,
  });
  closers.push(() => workers.stop());
  // The threads load their nets while the rest comes up.
  const measuring = workers.warmUp();
  measuring.catch(() => undefined);

  const storage = await openStorage(config, log, now);
  closers.push(() => storage.close());
  const { database, vault, uploads } = storage;
  onStep('database', storage.provider);

  let mind = loadMind(config.knowledgeFolder, { limits: config.uploads, now, log });
  // The numbers by which photos are judged stay as they were at the start: the search for duplicates has them.
  const { criteria } = mind.knowledge;
  const inLocale = (locale: string | undefined) => tongueOf(mind.tongues, locale);
  onStep('knowledge', describeMind(mind));

  const jobs = createJobs({ database, vault, log, now, random: Math.random });
  const audit = createAudit({ database, vault, log });
  const mailer = createMailer({ jobs, config: config.mail, dataFolder: config.dataFolder, log, now });
  const conversations = createConversations({ database, vault, now, log });
  const customers = createCustomers({ database, vault, now });
  const people = createPeople({ database, vault, audit, now });
  const duplicatesKey = vault.deriveKey('duplicates');
  const duplicates = createDuplicates({ database, vault: createVault(duplicatesKey), now });
  const submissions = createSubmissions({
    database,
    vault,
    jobs,
    audit,
    now,
    expedite: (customerId, expedited, tx) => tickets.expedite(customerId, expedited, tx),
    markVerified: (customerId, tx) => customers.markVerified(customerId, tx),
    removeDuplicates: (submissionId, tx) => duplicates.removeSubmission(submissionId, tx),
    fourEyes: config.reviewFourEyes,
  });
  const institutions = createInstitutions({
    ...{ database, vault, jobs, audit, now },
    markVerified: (customerId, tx) => customers.markVerified(customerId, tx),
    fourEyes: config.reviewFourEyes,
  });
  const say = createSay({
    ...{ conversations, jobs },
    tell: (...said) => turn.tell(...said),
    wordsIn: (locale) => inLocale(locale).words,
  });
  const deliveries = createDeliveries({
    ...{ database, vault, jobs, audit, now },
    helpdesks: helpdesksInUse(config.helpdesks),
  });
  const tickets = createTickets({
    database,
    vault,
    jobs,
    audit,
    now,
    reopenDays: config.tickets.reopenDays,
    giveToAgent: (...given) => conversations.giveToAgent(...given),
    giveToBot: (...given) => conversations.giveToBot(...given),
    say,
    isExpedited: async (customerId) => {
      const latest = await submissions.latest(customerId);
      return latest?.state === 'submitted' && latest.expedited;
    },
    onHappening: (tx, happening) => deliveries.note(tx, happening),
    priorityOf: (category) => serviceLevels.priorityOf(category),
  });
  const serviceLevels = readServiceLevels(config.serviceLevelsFile);
  await noteSettings(audit, accountableSettings(config, serviceLevels), now());
  const blindWords = createBlindWords(vault, mind.knowledge.language.stopWords);
  const ticketKeeper = createTicketKeeper({
    upkeep: createUpkeep({
      ...{ database, vault, words: blindWords, levels: serviceLevels },
      saidSince: saidSinceIn({ conversations, customers }),
    }),
    log,
  });
  const staff = createStaff({ database, hours: serviceLevels.hours, now });
  const questions = createQuestions({ database, vault, now });
  const mailCodes = createMailCodes({ database, vault, now, days: config.mail.codeDays });
  const screenshots = createScreenshots({ uploads, workers });
  const services = createServices({
    ...{
      now,
      customers,
      submissions,
      institutions,
      tickets,
      questions,
      mailCodes,
      uploads,
      workers,
      conversations,
    },
    staffing: () => staff.now(),
    readScreenshot: (uploadId, onlyScreens) => screenshots.read(uploadId, onlyScreens),
  });
  const guideUrl = `${config.http.publicUrl ?? ''}${GUIDE}`;

  const dialogOf = ({ tongues, detector }: Mind) =>
    createRootDialog({ ...{ services, tongues, detector }, config: { ...config, guideUrl } });
  let rootDialog = dialogOf(mind);
  const reloadKnowledge = createReload({
    prepare: () => prepareInProcess([process.execPath, TRAINER, folderOf(config.knowledgeFolder)]),
    takeUp: () => {
      const next = loadMind(config.knowledgeFolder, { criteria, limits: config.uploads, now, log });
      const nextDialog = dialogOf(next);
      [mind, rootDialog] = [next, nextDialog];
    },
  });
  const knowledge: Pick<Knowledge, 'reasons' | 'problems'> = {
    get reasons() {
      return mind.knowledge.reasons;
    },
    get problems() {
      return mind.knowledge.problems;
    },
  };

  const turn = createTurnStation({
    rootDialog: () => rootDialog,
    welcome: (locale) => welcome(inLocale(locale).words),
    apology: (reference, locale) => apology(inLocale(locale).words, reference),
    putOff: (locale) => putOff(inLocale(locale).words),
    handoverWish: (text, locale) => handoverWish(inLocale(locale).words, text),
    onAssistantCalled: (conversationId) => tickets.customerCalledAssistant(conversationId),
    onChatEnded: (conversationId, tx) => tickets.customerEnded(conversationId, tx),
    onMessageForAgent: (conversationId) => tickets.customerWrote(conversationId),
    conversations,
    customers,
    uploads,
    vault,
    now,
    config,
    log,
  });
  const directLine = createDirectLineStation({
    conversations,
    customers,
    uploads,
    vault,
    now,
    log,
    config,
    onTurnDue: (conversationId) => turn.enqueue(conversationId),
  });
  const knownOf = async (customerId: string) => {
    const given = (await submissions.ofCustomer(customerId)).map(({ answers }) => answers);
    return {
      documentNumbers: given.flatMap(({ documentNumber }) => documentNumber ?? []),
      birthDates: given.flatMap(({ birthDate }) => birthDate ?? []),
    };
  };
  const outbox = createOutboxStation({
    ...{ deliveries, tickets, customers, conversations, uploads, database, jobs, vault, now, log, config },
    sayings: (conversationId, afterSeq) => readSayings(conversations, conversationId, afterSeq),
    redactedOf: (uploadId) => screenshots.redacted(uploadId),
    documentNumbersOf: async (customerId) => (await knownOf(customerId)).documentNumbers,
    titleOf: (category) => categoryWords(knowledge, category),
    newRunner: () => createJobs({ database, vault, log, now, random: Math.random }),
    onFetch: (copyId) =>
      audit.note({
        ...{ at: now(), actor: 'system', action: 'helpdesk.file_fetched', object: `upload:${copyId}` },
      }),
  });
  const desk = createDeskStation({
    tickets,
    deliveries,
    ticketList: createTicketList({ database, vault, words: blindWords }),
    ticketDesk: createTicketDesk({
      ...{ database, vault, audit, now },
      handChat: async (conversationId, to, tx, key) => {
        await conversations.giveToAgent(conversationId, to.id, { tx, force: true });
        await say(tx, conversationId, { kind: 'joined', agentName: to.name }, `joined:${key}`);
      },
    }),
    blindWords,
    savedViews: createSavedViews({ database, vault, now }),
    cannedReplies: createCannedReplies({ database, audit, now }),
    macros: createMacros({ database, audit, now }),
    ticketFigures: createTicketFigures({ database }),
    submissionFigures: createSubmissionFigures({ database }),
    audit,
    serviceLevels,
    languages: () => [...mind.tongues.keys()],
    submissions,
    institutions,
    people,
    customers,
    uploads,
    // Whoever looks at a page waits for it, but a customer in the chat goes first.
    renderPage: (uploadId, page) =>
      workers.renderPage(() => uploads.read(uploadId), page, { priority: 'background' }),
    redactedOf: (uploadId) => screenshots.redacted(uploadId),
    duplicates: duplicates.hits,
    questions,
    conversationLog: conversations,
    staff,
    knowledge,
    criteria,
    vault,
    singleSignOn: config.agents.singleSignOn && createSingleSignOn(config.agents.singleSignOn, log),
    now,
    config,
    log,
  });
  const pages = createPageStation({
    assets: await loadAssets(path.resolve(import.meta.dirname, '..', 'web')),
    knowledgeIn: (language) => inLocale(language).knowledge,
    countriesIn: (language) =>
      codes
        .map((code) => ({ code, name: countryName(code, language) }))
        .sort((one, other) => one.name.localeCompare(other.name, language)),
    config,
  });
  handleNotices({
    jobs,
    database,
    mailer,
    mailFrame: { sender: senderName(config.mail.from), chatUrl: config.mail.chatUrl },
    mailCodes,
    submissions,
    institutions,
    tickets,
    customers,
    knownOf,
    staffing: () => staff.now(),
    tell: (...said) => turn.tell(...said),
    deliver: (conversationId) => turn.enqueue(conversationId),
    presence: conversations.presence,
    tongueIn: async (conversationId) => {
      const conversation = await conversations.find(conversationId);
      return inLocale(conversation?.language ?? conversation?.locale);
    },
    now,
  });

  const limits = criteria.duplicate;
  const search = startDuplicateSearch({
    threadFile: new URL('./duplicates/search-thread.js', import.meta.url),
    connection: storage.connection,
    key: duplicatesKey,
    limits: {
      maxDistance: limits.maxDistance,
      maxBits: Math.max(limits.maxSelfieBits, limits.maxDocumentBits),
    },
    log,
  });
  closers.push(() => search.stop());
  const finder = createDuplicateFinder({
    jobs: createJobs({ database, vault, log, now, random: Math.random, settings: { concurrency: 1 } }),
    ...{ database, submissions, duplicates, search, criteria, log },
    withFaces: config.compareFaces,
  });
  closers.push(() => finder.stop());
  finder.start();

  const { engine } = await measuring;
  onStep('models', `${engine} engine`);

  const server = createServer({
    log,
    http: config.http,
    ready: async () => {
      await database.query('select 1');
    },
  });
  for (const station of [pages, turn, directLine, desk, outbox]) station.routes(server.routes);
  await conversations.start();
  closers.push(() => conversations.stop());
  await turn.recover();
  closers.push(() => turn.stop());
  await jobs.start();
  closers.push(() => jobs.stop());
  await outbox.start();
  closers.push(() => outbox.stop());
  await ticketKeeper.start();
  closers.push(() => ticketKeeper.stop());
  const address = await server.listen();
  closers.push(async () => {
    directLine.stop();
    await desk.stop();
    await server.close();
  });
  onStep('web', address);

  const token = await people.invitations.firstLink();
  const origin = config.http.publicUrl ?? address;
  return {
    reloadKnowledge,
    address: origin,
    firstAgentLink: token === undefined ? undefined : `${origin}/desk/welcome/${token}`,
  };
}
