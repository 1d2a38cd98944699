package akkord.app.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import java.io.PrintWriter;
import java.util.List;

/** What commands print: JSON with LiveKit's field names, or a table. */
final class Output {
  private static final JsonFormat.Printer JSON =
      JsonFormat.printer().preservingProtoFieldNames().omittingInsignificantWhitespace();
  private static final JsonFormat.Printer PRETTY = JsonFormat.printer().preservingProtoFieldNames();

  private Output() {}

  /** One message on several lines. */
  static void json(PrintWriter out, MessageOrBuilder message) {
    out.println(print(PRETTY, message));
  }

  /** Messages as one array, one a line. */
  static void json(PrintWriter out, List<? extends MessageOrBuilder> messages) {
    List<String> lines = messages.stream().map(message -> print(JSON, message)).toList();
    out.println("[" + String.join(",\n", lines) + "]");
  }

  private static String print(JsonFormat.Printer printer, MessageOrBuilder message) {
    try {
      return printer.print(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Columns as wide as they must be; names cannot break lines. */
  static void table(PrintWriter out, List<String> head, List<List<String>> rows) {
    int[] widths = new int[head.size()];
    for (int column = 0; column < widths.length; column++) {
      widths[column] = head.get(column).length();
      for (List<String> row : rows) {
        widths[column] = Math.max(widths[column], clean(row.get(column)).length());
      }
    }
    line(out, head, widths);
    rows.forEach(row -> line(out, row, widths));
  }

  private static void line(PrintWriter out, List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String cell = clean(cells.get(column));
      line.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
    }
    out.println(line.toString().stripTrailing());
  }

  private static String clean(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }
}
