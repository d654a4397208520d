import axios, { type AxiosResponse } from "axios";
import type { ZodType } from "zod";

/** What a call answered, checked by the shape that the document promises for it. */
export async function checked<T>(asked: Promise<AxiosResponse<unknown>>, shape: ZodType<T>): Promise<T> {
  return shape.parse((await asked).data);
}

/** What a call was refused with: the status, and the reply checked by its shape. */
export async function refused<T>(asked: Promise<unknown>, status: number, shape: ZodType<T>): Promise<T> {
  const error: unknown = await asked.then(
    () => new Error(`answered instead of refused with ${status}`),
    (reason: unknown) => reason,
  );
  if (!axios.isAxiosError(error) || error.response?.status !== status) throw error;
  return shape.parse(error.response.data);
}

/** A call of the control API. */
export async function control<T>(method: string, path: string, data?: unknown): Promise<T> {
  return (await axios.request<T>({ method, url: path, baseURL: `${server()}/__admin/`, data })).data;
}

export function server(): string {
  return `http://127.0.0.1:${process.argv[2]}`;
}

/** How many requests to a path the server's log holds; `headers` narrows them down. */
export async function count(path: string, headers?: Record<string, string>): Promise<number> {
  return (await control<{ count: number }>("POST", "requests/count", { match: { path, headers } })).count;
}
