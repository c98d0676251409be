import {
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
  TurnContext,
  type Activity,
  type ConfigurationBotFrameworkAuthenticationOptions,
} from 'botbuilder';
import { AuthenticationError, ClaimsIdentity } from 'botframework-connector';

import type { Config } from '../config.ts';
import { Failure } from '../failure.ts';
import type { TurnOutbox } from './turn-outbox.ts';

/** Other addresses of the Bot Framework's sign-in service: a sovereign cloud, or a test. */
export type ChannelService = ConfigurationBotFrameworkAuthenticationOptions;

/** One adapter for every channel: turns run in process, other channels are spoken to over HTTP. */
export class SupportAdapter extends CloudAdapter {
  readonly appId: string;

  constructor(config: Config['botFramework'], channelService: ChannelService = {}) {
    super(new Authentication(config, channelService));
    this.appId = config.mode === 'app' ? config.appId : '';
  }

  /**
   * Runs the logic over an activity that a channel posted, once its token is found good.
   * Throws Failure('unauthorized') for a missing, forged or foreign token.
   */
  async receive(
    authorization: string,
    posted: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    const { timestamp, ...rest } = posted;
    const activity = { ...rest, ...(timestamp && { timestamp: new Date(timestamp) }) };
    await this.processActivity(authorization, activity, logic);
  }

  /** Runs the logic over an activity of ours; what it says goes into the outbox. */
  async runTurn(
    activity: Activity,
    outbox: TurnOutbox,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    const context = new TurnContext(this, activity);
    context.turnState.set(this.ConnectorClientKey, outbox);
    context.turnState.set(this.BotIdentityKey, new ClaimsIdentity([], true));
    await this.runMiddleware(context, logic);
  }
}

class Authentication extends ConfigurationBotFrameworkAuthentication {
  constructor(config: Config['botFramework'], channelService: ChannelService) {
    const credentials =
      config.mode === 'app'
        ? {
            MicrosoftAppId: config.appId,
            MicrosoftAppPassword: config.password,
            MicrosoftAppType: config.tenantId === undefined ? 'MultiTenant' : 'SingleTenant',
            ...(config.tenantId !== undefined && { MicrosoftAppTenantId: config.tenantId }),
          }
        : {};
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- the SDK's own pair
    super(channelService, new ConfigurationServiceClientCredentialFactory(credentials));
  }

  /** A token that proves nothing is the sender's fault, whichever of the SDK's libraries says so. */
  override async authenticateRequest(
    ...request: Parameters<ConfigurationBotFrameworkAuthentication['authenticateRequest']>
  ): ReturnType<ConfigurationBotFrameworkAuthentication['authenticateRequest']> {
    try {
      return await super.authenticateRequest(...request);
    } catch (error) {
      const isRefusal =
        error instanceof AuthenticationError ||
        /^(JsonWebToken|TokenExpired|NotBefore|Syntax)Error$/.test((error as Error).name);
      if (isRefusal)
        throw new Failure('unauthorized', 'The token of a channel is not valid', { cause: error });
      throw error;
    }
  }
}
