// The part of preact-htm.js that the page uses, for the type checker.

export function html(strings: TemplateStringsArray, ...values: unknown[]): any;
export function render(what: unknown, where: Element): void;

export interface Context<T> {
  Provider: (props: { value: T; children?: unknown }) => any;
}

export function createContext<T>(value: T): Context<T>;
export function useContext<T>(context: Context<T>): T;
export function useState(initial: null): [any, (next: any) => void];
export function useState<T>(initial: T | (() => T)): [T, (next: T | ((had: T) => T)) => void];
export function useRef(initial: null): { current: any };
export function useRef<T>(initial: T): { current: T };
export function useRef<T = any>(): { current: T };
export function useEffect(effect: () => unknown, inputs?: unknown[]): void;
export function useLayoutEffect(effect: () => unknown, inputs?: unknown[]): void;
