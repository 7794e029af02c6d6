export function Page({ title, icon: Icon, actions }) {
  return (
    <main>
      <h1>
        <Icon aria-hidden /> {title}
      </h1>
      <menu>
        {actions.map(([label, Action]) => (
          <button key={label} type="button">
            <Action size={16} /> {label}
          </button>
        ))}
      </menu>
    </main>
  );
}
