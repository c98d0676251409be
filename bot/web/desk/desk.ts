// Makes the desk quicker for those who have scripts; every page works without.
import { sendFormsOnce } from './forms.ts';
import { keepLive } from './live.ts';
import { putRepliesIntoAnswers } from './replies.ts';
import { openPicturesLarge } from './pictures.ts';
import { controlRecordings } from './recordings.ts';
import { listenForShortcuts } from './shortcuts.ts';
import { keepTimes } from './times.ts';
import { showThatAgentTypes } from './typing.ts';

keepTimes();
listenForShortcuts();
openPicturesLarge();
controlRecordings();
sendFormsOnce();
putRepliesIntoAnswers();
keepLive();
showThatAgentTypes();
