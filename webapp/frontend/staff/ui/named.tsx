// What a button does; whoever hears it also hears to which of many things.

export function Named({ act, name }: { act: string; name: string }) {
  return (
    <>
      {act}
      <span class="hidden">: {name}</span>
    </>
  );
}
