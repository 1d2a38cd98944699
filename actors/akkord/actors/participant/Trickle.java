package akkord.actors.participant;

import akkord.media.Candidate;
import akkord.proto.SignalResponse;
import akkord.proto.SignalTarget;
import akkord.proto.TrickleRequest;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Our candidates as trickle messages (RFC 8838); the last one says so. */
final class Trickle {
  private static final Pattern MID = Pattern.compile("(?m)^a=mid:(\\S+)");

  private Trickle() {}

  /**
   * One message for each candidate, for the first media section: the others are bundled with it.
   *
   * @param sdp the description that the candidates belong to
   */
  static List<SignalResponse.Builder> messages(
      LocalTransport local, String sdp, SignalTarget target) {
    Matcher matcher = MID.matcher(sdp);
    String mid = matcher.find() ? matcher.group(1) : "0";
    List<SignalResponse.Builder> messages = new ArrayList<>();
    int last = local.candidates().size() - 1;
    for (int i = 0; i <= last; i++) {
      messages.add(
          SignalResponse.newBuilder()
              .setTrickle(
                  TrickleRequest.newBuilder()
                      .setCandidateInit(json(local.candidates().get(i), mid, local.ice().ufrag()))
                      .setTarget(target)
                      .setFinal(i == last)));
    }
    return messages;
  }

  private static String json(Candidate candidate, String mid, String ufrag) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("candidate", candidate.toAttribute())
        .put("sdpMid", mid)
        .put("sdpMLineIndex", 0)
        .put("usernameFragment", ufrag)
        .toString();
  }
}
