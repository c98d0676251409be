// A thread that does what the photo's bytes say: what no photo should do, but one day does.
export default async function run(task) {
  if (task.kind === 'warm_up') return { engine: 'wasm' };
  const wish = Buffer.from(task.photo).toString();
  if (wish === 'crash') process.exit(3);
  if (wish === 'throw') throw new Error('the net is broken');
  if (wish === 'hang') for (;;);
  if (wish === 'slow') await new Promise((resolve) => setTimeout(resolve, 400));
  return { kind: task.kind, said: wish };
}
