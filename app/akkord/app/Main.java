package akkord.app;

/** The program's entry point. */
public final class Main {
  private Main() {}

  /** Runs the command named in {@code args}. */
  public static void main(String[] args) {
    System.out.println("akkord");
  }
}
