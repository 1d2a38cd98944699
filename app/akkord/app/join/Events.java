package akkord.app.join;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Instant;

/** Tells what happens, one line each: text for people or JSON for programs. Any thread. */
final class Events {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintWriter out;
  private final boolean json;

  Events(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /**
   * Tells one thing.
   *
   * @param event its name for programs
   * @param who identity, may be empty
   * @param track sid, may be empty
   * @param text the whole for people
   */
  synchronized void tell(String event, String who, String track, String text) {
    if (json) {
      ObjectNode line = JSON.createObjectNode();
      line.put("time", Instant.now().toString());
      line.put("event", event);
      if (!who.isEmpty()) {
        line.put("identity", who);
      }
      if (!track.isEmpty()) {
        line.put("track", track);
      }
      line.put("text", text);
      out.println(line);
    } else {
      out.println(text.replaceAll("\\p{Cntrl}+", " "));
    }
    out.flush();
  }
}
