package akkord.app.cli;

/** A call that did not succeed; the message says why and, where it can, what to do. */
public final class ApiFailure extends Exception {
  private static final long serialVersionUID = 1;

  /** What went wrong, as an exit code. */
  enum Kind {
    /** The server refused or failed. */
    REFUSED(1),
    /** No server answered in time. */
    UNREACHABLE(3);

    final int exitCode;

    Kind(int exitCode) {
      this.exitCode = exitCode;
    }
  }

  private final Kind kind;

  ApiFailure(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** For the process to end with. */
  public int exitCode() {
    return kind.exitCode;
  }
}
