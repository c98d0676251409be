import type { Activity } from './activity.ts';
import { dropFiles, keptFiles } from './kept-files.ts';
import { Refused } from './session.ts';

/**
 * Hands one activity to the server and resolves with the id that it was given.
 * Throws Refused for an answer other than success, any other error when there was none.
 */
export async function send(
  activity: Activity,
  conversation: string,
  token: string,
  onProgress: (share: number) => void,
): Promise<string> {
  const { channelData: { veriguideFiles, ...channelData } = {}, attachments = [], ...rest } = activity;
  if (attachments.length === 0) {
    const json = JSON.stringify({ ...rest, channelData });
    return post(`${conversation}/activities`, token, json, () => undefined);
  }
  const files = keptFiles(veriguideFiles);
  // After a reload, or a retry much later, the browser has let go of them.
  if (files.length !== attachments.length) throw new Refused(410);
  const form = new FormData();
  const announced = files.map(({ name, type }) => ({
    name,
    contentType: type || 'application/octet-stream',
  }));
  const activityJson = JSON.stringify({ ...rest, channelData, attachments: announced });
  form.append('activity', new Blob([activityJson], { type: 'application/vnd.microsoft.activity' }));
  for (const file of files) form.append('file', file, file.name);
  const id = await post(`${conversation}/upload?userId=${rest.from?.id ?? ''}`, token, form, onProgress);
  dropFiles(veriguideFiles);
  return id;
}

/** XMLHttpRequest, because fetch does not tell how much of a body has been sent. */
function post(
  url: string,
  token: string,
  body: string | FormData,
  onProgress: (share: number) => void,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.setRequestHeader('authorization', `Bearer ${token}`);
    if (typeof body === 'string') request.setRequestHeader('content-type', 'application/json');
    request.responseType = 'json';
    request.upload.addEventListener('progress', ({ loaded, total }) =>
      onProgress(total > 0 ? loaded / total : 0),
    );
    request.addEventListener('load', () => {
      if (request.status < 300) resolve((request.response as { id?: string } | null)?.id ?? '');
      else reject(new Refused(request.status));
    });
    request.addEventListener('error', () => reject(new Error('the message did not get through')));
    request.send(body);
  });
}
