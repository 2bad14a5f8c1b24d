// Replacing what somebody has read, beside others who may do so too.

const OVERTAKEN = ["rules_changed", "changed_meanwhile", "file_changed"];

/**
 * Replace something. Who was overtaken is shown what stands there now; what they typed stays in the form.
 *
 * @param {() => Promise<unknown>} replace
 * @param {() => unknown} refetch
 */
export async function replacing(replace, refetch) {
  try {
    await replace();
  } catch (error) {
    if (OVERTAKEN.includes(/** @type {any} */ (error).code)) await refetch();
    throw error;
  }
  await refetch();
}

/**
 * The path of a request that ends what was read.
 *
 * @param {string} path
 * @param {string} seen the mark of what was read
 */
export const ending = (path, seen) => `${path}?${new URLSearchParams({ seen })}`;
