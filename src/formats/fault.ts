/** A fault of the bytes that a decoder met and survived. */
export interface FormatFault {
  /** Stable machine-readable code in kebab case, such as `truncated-import-table`. */
  code: string;
  /** One English sentence; evidence text in it is already escaped. */
  message: string;
  /** Where in the item, such as `offset 512`. */
  place?: string;
}
