// Where the flags are, below the base: build/flags.ts.
declare const __FLAGS__: string;
