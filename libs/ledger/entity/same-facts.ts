/** Whether two facts say the same: plain data, fields in any order, an absent field equal to an undefined one. */
export function sameFacts(left: unknown, right: unknown): boolean {
  if (left === right) {
    return true;
  }
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) {
    return false;
  }
  if (Array.isArray(left) !== Array.isArray(right)) {
    return false;
  }
  const [leftFields, rightFields] = [new Map(Object.entries(left)), new Map(Object.entries(right))];
  return [...new Set([...leftFields.keys(), ...rightFields.keys()])].every((name) =>
    sameFacts(leftFields.get(name), rightFields.get(name)),
  );
}
