package dev.flotilla.e2e.faults;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;

/**
 * The {@code flotilla} command with one promise taken out of it, by a constant that is another in one class: a test of
 * the harness, which has to find it. The first argument names what is broken.
 */
final class BrokenHub extends ClassLoader {
    /** Each process has transactional ids of its own, so that none fences another. */
    static final String NO_FENCING = "no-fencing";

    /** Replicas, and so answers, go ahead of Kafka's commits. */
    static final String ACKNOWLEDGED_BEFORE_COMMIT = "acknowledged-before-commit";

    private static final String OURS = "dev.flotilla.";

    /** What is another constant, and where. */
    private record Change(String className, Map<String, String> constants) {
        static Change of(String what) {
            return switch (what) {
                case NO_FENCING ->
                    new Change(
                            "dev.flotilla.replication.kafka.TransactionRing",
                            Map.of("\1-\1", "\1-" + UUID.randomUUID() + "-\1"));
                case ACKNOWLEDGED_BEFORE_COMMIT ->
                    new Change("dev.flotilla.replication.kafka.Clients", Map.of("read_committed", "read_uncommitted"));
                default -> throw new IllegalArgumentException(what);
            };
        }

        ConstantDesc apply(ConstantDesc constant) {
            return constant instanceof String text ? constants.getOrDefault(text, text) : constant;
        }
    }

    private final Change change;

    private BrokenHub(Change change) {
        super(BrokenHub.class.getClassLoader());
        this.change = change;
    }

    public static void main(String[] arguments) throws Exception {
        BrokenHub loader = new BrokenHub(Change.of(arguments[0]));
        Thread.currentThread().setContextClassLoader(loader);
        loader.loadClass("dev.flotilla.cli.Flotilla")
                .getMethod("main", String[].class)
                .invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null || !name.startsWith(OURS)) {
                return loaded == null ? super.loadClass(name, resolve) : loaded;
            }
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (file == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = file.readAllBytes();
                byte[] code = name.equals(change.className()) ? changed(bytes) : bytes;
                return defineClass(name, code, 0, code.length);
            } catch (IOException failed) {
                throw new ClassNotFoundException(name, failed);
            }
        }
    }

    private byte[] changed(byte[] bytes) {
        int[] count = {0};
        CodeTransform code = (builder, element) -> change(builder, element, count);
        ClassFile format = ClassFile.of();
        byte[] changed = format.transformClass(format.parse(bytes), ClassTransform.transformingMethodBodies(code));
        if (count[0] == 0) {
            throw new IllegalStateException("nothing in " + change.className() + " is "
                    + change.constants().keySet() + " any more; name what is to be broken there now");
        }
        return changed;
    }

    private void change(CodeBuilder builder, CodeElement element, int[] count) {
        switch (element) {
            case ConstantInstruction constant
            when !change.apply(constant.constantValue()).equals(constant.constantValue()) -> {
                count[0]++;
                builder.loadConstant(change.apply(constant.constantValue()));
            }
            case InvokeDynamicInstruction call
            when call.bootstrapArgs().stream()
                    .anyMatch(each -> !change.apply(each).equals(each)) -> {
                count[0]++;
                builder.invokedynamic(DynamicCallSiteDesc.of(
                        call.bootstrapMethod(),
                        call.name().stringValue(),
                        call.typeSymbol(),
                        call.bootstrapArgs().stream().map(change::apply).toArray(ConstantDesc[]::new)));
            }
            default -> builder.with(element);
        }
    }
}
