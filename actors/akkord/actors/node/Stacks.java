package akkord.actors.node;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/** Stack traces as text for the log. */
final class Stacks {
  private Stacks() {}

  /** A throwable with its causes. */
  static String print(Throwable cause) {
    StringWriter text = new StringWriter();
    cause.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  /** What the threads of this name are doing. */
  static String ofThread(String name) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<Thread, StackTraceElement[]> entry : Thread.getAllStackTraces().entrySet()) {
      if (entry.getKey().getName().equals(name)) {
        text.append(entry.getKey().getName());
        for (StackTraceElement frame : entry.getValue()) {
          text.append("\n\tat ").append(frame);
        }
      }
    }
    return text.toString();
  }
}
