package akkord.api.webhook;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import akkord.proto.WebhookEvent;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;

/** Takes what is posted, and answers when and how a test says. */
final class Receiver implements Poster {
  private final BlockingDeque<Post> posts = new LinkedBlockingDeque<>();

  /** One attempt that waits for its answer. */
  record Post(WebhookUrl url, Message message, String token, CompletableFuture<Answer> answer) {
    void answer(int status) {
      answer.complete(new Answer(status, Optional.empty()));
    }

    void answer(int status, Duration retryAfter) {
      answer.complete(new Answer(status, Optional.of(retryAfter)));
    }

    void fail() {
      answer.completeExceptionally(new IOException("connection refused"));
    }

    WebhookEvent event() {
      try {
        WebhookEvent.Builder event = WebhookEvent.newBuilder();
        JsonFormat.parser().merge(message.body().utf8String(), event);
        return event.build();
      } catch (InvalidProtocolBufferException notAnEvent) {
        throw new AssertionError(notAnEvent);
      }
    }
  }

  @Override
  public CompletionStage<Answer> post(WebhookUrl url, Message message, String token) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    posts.add(new Post(url, message, token, answer));
    return answer;
  }

  /** The next attempt. */
  Post next() {
    try {
      Post post = posts.poll(5, TimeUnit.SECONDS);
      assertNotNull(post, "nothing was posted");
      return post;
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  /** The next event, which is taken. */
  WebhookEvent takes() {
    Post post = next();
    post.answer(200);
    return post.event();
  }

  /** Whether an attempt waits, or comes within a moment. */
  boolean isWaiting() {
    try {
      Post post = posts.poll(100, TimeUnit.MILLISECONDS);
      return post != null && posts.offerFirst(post);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  void hasNothing() {
    assertNull(posts.peek());
  }
}
