package io.foliomq.jms.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;

/** Java code out of a page, as somebody runs it who pastes it. */
public final class PastedCode {
    /** The directory that the pages name. */
    private static final String STORE = "/tmp/orders";

    private PastedCode() {}

    /** The first piece of Java behind this text. */
    public static String behind(String page, String text) {
        String code = page.substring(page.indexOf("```java", page.indexOf(text)) + 7);
        return code.substring(0, code.indexOf("```"));
    }

    /** Compiles and runs it in this directory, its store there too; returns what it printed. */
    public static String run(String code, Path directory) throws Exception {
        assertThat(code).contains("folio:" + STORE);
        Path source = directory.resolve("Pasted.java");
        Files.writeString(source, """
                import io.foliomq.jms.*;
                import jakarta.jms.*;

                public class Pasted {
                    public static void main(String[] arguments) throws Exception {
                        %s
                    }
                }
                """.formatted(
                        code.replace(STORE, directory.resolve("orders").toString())));
        compile(source, directory);
        return output(directory);
    }

    private static void compile(Path source, Path into) throws Exception {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var findings = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            var arguments = List.of("-d", into.toString(), "-cp", System.getProperty("java.class.path"));
            boolean compiled = compiler.getTask(
                            findings, files, null, arguments, null, files.getJavaFileObjects(source))
                    .call();
            assertThat(compiled).as(findings.toString()).isTrue();
        }
    }

    private static String output(Path classes) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, PastedCode.class.getClassLoader());
                var printed = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(printed);
            loader.loadClass("Pasted").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
