/** The pages of a list, one after the other, each asked for when the one before is done with. */
export async function* eachPage<P extends { readonly continuation: string | undefined }>(
  list: (continuation: string | undefined) => Promise<P>,
): AsyncGenerator<P> {
  let continuation: string | undefined;
  do {
    const page = await list(continuation);
    yield page;
    ({ continuation } = page);
  } while (continuation !== undefined);
}
