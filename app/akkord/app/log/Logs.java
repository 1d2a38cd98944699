package akkord.app.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies {@link LogSettings} to the process; {@code logback.xml} says what holds before. */
public final class Logs {
  private Logs() {}

  /** Sets levels and form. */
  public static void configure(LogSettings settings) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return;
    }
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(LogSettings.toLevel(settings.level()));
    settings
        .componentLevels()
        .forEach(
            (component, level) ->
                context
                    .getLogger(LogSettings.logger(component))
                    .setLevel(LogSettings.toLevel(level)));
    Appender<ILoggingEvent> console =
        context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("console");
    if (settings.json() && console instanceof OutputStreamAppender<ILoggingEvent> appender) {
      JsonLines lines = new JsonLines();
      lines.setContext(context);
      lines.start();
      appender.stop();
      appender.setEncoder(lines);
      appender.start();
    }
  }
}
