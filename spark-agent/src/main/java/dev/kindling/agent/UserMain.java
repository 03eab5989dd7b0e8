package dev.kindling.agent;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/** The {@code public static void main(String[])} of a job. Loading it runs no code of the job. */
final class UserMain {
  private final Method main;

  private UserMain(Method main) {
    this.main = main;
  }

  /** There is nothing to call; the message names the class, the cause is never null. */
  static final class Missing extends Exception {
    private static final long serialVersionUID = 1L;

    Missing(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Looks the class up as DriverWrapper would, but does not initialise it. */
  static UserMain load(String className, ClassLoader loader) throws Missing {
    try {
      Method main = Class.forName(className, false, loader).getMethod("main", String[].class);
      if (!Modifier.isStatic(main.getModifiers()) || main.getReturnType() != void.class) {
        throw new NoSuchMethodException(className + ".main is not static or returns a value");
      }
      // The class itself need not be public, as for the java command.
      main.setAccessible(true);
      return new UserMain(main);
    } catch (ClassNotFoundException e) {
      throw new Missing("main class " + className + " is not in the job's jars", e);
    } catch (NoSuchMethodException e) {
      throw new Missing(
          "main class " + className + " has no 'public static void main(String[])'", e);
    } catch (LinkageError e) {
      throw new Missing("main class " + className + " cannot be loaded: " + e, e);
    }
  }

  /** Runs it on the calling thread; throws what it throws, unwrapped. */
  void run(String[] args) throws Throwable {
    try {
      main.invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
