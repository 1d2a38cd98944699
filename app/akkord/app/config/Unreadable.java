package akkord.app.config;

/** A file or text that cannot be taken at all; the message names it, says why, and what to do. */
public final class Unreadable extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  Unreadable(Problem problem) {
    super(problem.toString());
    this.problem = problem;
  }

  /** The same as a value. */
  public Problem problem() {
    return problem;
  }
}
