package dev.fakebyte;

/** A call that the control API refused. */
public final class ControlException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int status;
  private final String reason;

  ControlException(String call, int status, String reason) {
    super(call + ": " + status + ": " + reason);
    this.status = status;
    this.reason = reason;
  }

  public int status() {
    return status;
  }

  /** The server's words alone. */
  public String reason() {
    return reason;
  }
}
