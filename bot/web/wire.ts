/** What the server tells the widget: part of /widget/config.json, of the loader and of the chat page. */
export interface WidgetConfig {
  /** Path of the page inside the widget's frame. */
  readonly chat: string;
  /** `jwt`: the page around the widget must say who its user is. */
  readonly identity: 'demo' | 'jwt';
  readonly limits: FileLimits;
  /** Media types for the file dialog. */
  readonly accept: readonly string[];
  /** Codes of the languages that the page comes in. */
  readonly languages: readonly string[];
  readonly words: WidgetWords;
}

export interface FileLimits {
  /** A photo of a document or a selfie must be strictly smaller. */
  readonly maxPhotoBytes: number;
  readonly maxScreenshotBytes: number;
  readonly maxRecordingBytes: number;
  readonly maxPdfBytes: number;
}

/** What the newest message of the bot waits for; `channelData.expects` of an activity. */
export type Expected = 'document_photo' | 'selfie' | 'liveness' | 'files' | 'paper';

/** A movement that is to be shown now; `channelData.liveness` beside `expects: 'liveness'`. */
export interface LivenessCue {
  readonly instruction: string;
  /** RFC 3339, by the server's clock. */
  readonly until: string;
  /** What to say to be asked for something else. */
  readonly renew: string;
}

/** Texts of the widget, in the language of the page. `{…}` marks what is filled in. */
export interface WidgetWords {
  readonly title: string;
  readonly assistant: string;
  readonly assistantStatus: string;
  readonly agentStatus: string;
  readonly agentHere: string;
  readonly agentRead: string;
  readonly agentAway: string;
  readonly agentUnnamed: string;
  readonly open: string;
  readonly openUnread: string;
  readonly close: string;
  readonly menu: string;
  readonly newConversation: string;
  readonly newConversationQuestion: string;
  readonly newConversationConfirm: string;
  readonly keepConversation: string;
  /** As `end_chat` in dialogs/replies: it is what the customer says. */
  readonly endChat: string;
  readonly endChatQuestion: string;
  readonly loading: string;
  readonly reconnecting: string;
  readonly signedOut: string;
  readonly unavailable: string;
  readonly retry: string;
  readonly dismiss: string;
  readonly placeholder: string;
  readonly said: string;
  readonly attach: string;
  readonly attachHint: string;
  readonly drop: string;
  readonly uploading: string;
  readonly photoTooLarge: string;
  readonly pictureTooLarge: string;
  readonly recordingTooLarge: string;
  readonly pdfTooLarge: string;
  readonly fileEmpty: string;
  readonly fileHeic: string;
  readonly fileType: string;
  readonly tooManyFiles: string;
  readonly shrink: string;
  readonly shrinkFailed: string;
  readonly fileGone: string;
  readonly sendRefused: string;
  readonly camera: string;
  readonly cameraDocument: string;
  readonly cameraSelfie: string;
  readonly cameraAny: string;
  readonly cameraStarting: string;
  readonly cameraShoot: string;
  readonly cameraSwitch: string;
  readonly cameraUse: string;
  readonly cameraRetake: string;
  readonly cameraCancel: string;
  readonly cameraCheck: string;
  readonly cameraCheckMovement: string;
  readonly cameraShootSoon: string;
  readonly cameraTimer: string;
  readonly cameraTimerAlarm: string;
  readonly cameraLate: string;
  readonly cameraRefused: string;
  readonly cameraForbidden: string;
  readonly cameraMissing: string;
  readonly cameraBusy: string;
  readonly cameraInsecure: string;
  readonly cameraChooseFile: string;
}

/** From the loader in the page around to the chat in the frame. */
export type ToChat =
  /** `focus`: the user opened it just now; not so after a reload. */
  | { readonly veriguide: 'shown'; readonly focus: boolean }
  | { readonly veriguide: 'hidden' }
  | { readonly veriguide: 'ask'; readonly text: string }
  | { readonly veriguide: 'identity'; readonly request: number; readonly token: string | undefined };

/** From the chat in the frame to the loader in the page around. */
export type ToPage =
  | { readonly veriguide: 'ready' }
  /** It comes back by itself, and says `ready` again. */
  | { readonly veriguide: 'leaving' }
  | { readonly veriguide: 'known' }
  | { readonly veriguide: 'close' }
  | { readonly veriguide: 'unread'; readonly count: number }
  | { readonly veriguide: 'identify'; readonly request: number };
