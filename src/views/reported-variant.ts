/** Which variant of an experiment a list was, as whoever has shown it reports: the list has said so itself. */
export interface ReportedVariant {
  token: string;
  /** Of the reader: from 0 to 199, drawn by the client. */
  bucket: number;
}
